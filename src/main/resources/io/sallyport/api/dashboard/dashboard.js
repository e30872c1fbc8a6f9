// The page: what the API says, as lists that follow it, and one search over all of them.
import { Rows, element, find, plural, time } from './page.js';
import { Live, fetched } from './live.js';
import * as rows from './rows.js';
import { carry, expand, host } from './hosts.js';
import { fact, severities, summary } from './summary.js';
import { banner } from './banner.js';
import { certificate, withCertificates } from './certificates.js';
import { inOrder, natural, withProblems } from './standing.js';
import { open } from './config.js';

const OUTAGES = { starting: 'No engine', engine_unreadable: 'No engine' };
const FEW = 3; // hosts that a search leaves are opened

const findings = new Rows(find('#findings .list'),
  (each) => `${each.code} ${each.containerId} ${each.label} ${each.message}`, rows.finding);
const hosts = new Rows(find('#hosts .list'), (each) => each.name, (each) => host(each, open), carry);
const proxies = new Rows(find('#proxies .list'), (each) => each.name,
  (each) => rows.proxy(each, (name) => open(name)));
const certificates = new Rows(find('#certificates .list'),
  (each) => `${each.source} ${each.file} ${each.expires}`, certificate);
const timeline = new Rows(find('#timeline .list'), (each) => String(each.id), rows.entry);

const facts = new Rows(find('#summary dl'), (each) => each.name, fact);

const search = find('#search');
const trouble = find('#trouble');
const kinds = find('#kinds');
const connection = find('#connection');

const texts = new WeakMap();
function text(item) {
  if (!texts.has(item)) texts.set(item, JSON.stringify(Object.values(item)).toLowerCase());
  return texts.get(item);
}

function matcher() {
  const parts = search.value.toLowerCase().split(/\s+/).filter(Boolean)
    .map((part) => JSON.stringify(part).slice(1, -1));
  return (item) => parts.every((part) => text(item).includes(part));
}

const ofAll = (number, all, what) =>
  (number === all ? '' : `${number.toLocaleString()} of `) + plural(all, what);

const filters = {
  findings(matches) {
    const number = findings.filter(matches).length;
    find('#findings .count').textContent = number === shown.findings.length
      ? severities(shown.findings).words : ofAll(number, shown.findings.length, 'finding');
  },
  hosts(matches) {
    const left = hosts.filter((each) => matches(each) && (!trouble.checked || withProblems(each)));
    const troubled = shown.hosts.filter(withProblems).length;
    find('#found').textContent = ofAll(left.length, shown.hosts.length, 'host')
      + (troubled > 0 ? `, ${troubled.toLocaleString()} with problems` : '');
    if (search.value && left.length <= FEW) left.forEach(({ node }) => expand(node, true));
  },
  timeline: (matches) => timeline.filter((entry) =>
    matches(entry) && (!kinds.value || entry.kind.startsWith(kinds.value))),
};

function filter() {
  const matches = matcher();
  Object.values(filters).forEach((apply) => apply(matches));
}

const shown = { state: undefined, routes: [], hosts: [], running: { proxies: [], stopped: [] },
  proxies: [], stopped: [], certificates: [], findings: [] };

const shows = {
  connection(state) {
    if (state === 'lost' && connection.dataset.state !== 'lost') {
      connection.dataset.state = 'lost';
      connection.textContent = 'Connection lost';
      document.body.classList.add('stale');
    } else if (state === 'live' && connection.dataset.state !== 'live') {
      connection.dataset.state = 'live';
      connection.textContent = 'Live';
      document.body.classList.remove('stale');
    }
    banner(shown, connection.dataset.state === 'lost');
  },
  state(state) {
    shown.state = state;
    find('#version').replaceChildren(state.version,
      element('span', { class: 'started' }, ', running since ', time(state.started)));
    total();
  },
  findings(document) {
    shown.findings = document.findings;
    findings.show(document.findings);
    filters.findings(matcher());
    showProxies();
  },
  routes(document) {
    shown.routes = document.hosts;
    showHosts();
  },
  proxies(all) {
    shown.running = all;
    showProxies();
    document.body.classList.toggle('no-proxy', shown.proxies.length === 0);
  },
  certificates(all) {
    shown.certificates = all.certificates;
    certificates.show(all.certificates);
    find('#certificates').hidden = all.certificates.length === 0;
    showHosts();
  },
  entries(entries) {
    timeline.show(entries);
    filters.timeline(matcher());
  },
};

function showHosts() {
  shown.hosts = inOrder(withCertificates(shown.routes, shown.certificates));
  hosts.show(shown.hosts);
  filters.hosts(matcher());
  total();
}

// What has been found about a proxy tells one that lacks something from one that fails.
function showProxies() {
  const found = Map.groupBy(shown.findings, (each) => each.containerId);
  const judged = (all) => all.map((each) => ({
    ...each, codes: (found.get(each.containerId) ?? []).map((finding) => finding.code) }))
    .sort((a, b) => natural(a.name, b.name));
  shown.proxies = judged(shown.running.proxies);
  shown.stopped = judged(shown.running.stopped)
    .map((each) => ({ ...each, troubles: rows.troubles(each, shown.proxies) }));
  proxies.show([...shown.stopped, ...shown.proxies]);
  total();
}

// Those of other Sallyports too: only for who asks, and as they are then.
const ignored = new Rows(find('#ignored .list'), (each) => each.id, rows.ignored);
find('#ignored').addEventListener('toggle', async ({ target }) => {
  if (!target.open) return;
  const { containers } = await fetched('containers');
  ignored.show(containers.filter((each) => each.standing === 'not_asked')
    .sort((a, b) => natural(a.name, b.name)));
});

// What is said of the whole, once for all lists that change together. Not with the next frame, which
// a tab in the background never draws: its title is all that is seen of it.
let due = false;
function total() {
  if (due) return;
  due = true;
  setTimeout(() => {
    due = false;
    if (!shown.state) return;
    facts.show(summary(shown));
    banner(shown, connection.dataset.state === 'lost');
    const { outage, readiness } = shown.state;
    const words = outage ? OUTAGES[readiness] ?? 'Outage' : severities(shown.findings).first;
    document.title = words ? `${words} · Sallyport` : 'Sallyport';
  });
}

search.addEventListener('input', filter);
trouble.addEventListener('change', filter);
kinds.addEventListener('change', filter);
addEventListener('keydown', (event) => {
  const typing = event.target.closest?.('input, select, textarea, dialog');
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    search.focus();
  } else if (event.key === 'Escape' && event.target === search) {
    search.value = '';
    filter();
  }
});

new Live((what, content) => shows[what](content));
