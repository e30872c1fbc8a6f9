// The page: what the API says, as lists that follow it, and one search over all of them.
import { Rows, element, find, plural, time } from './page.js';
import { Live } from './live.js';
import * as rows from './rows.js';
import { open } from './config.js';

const findings = new Rows(find('#findings .list'),
  (each) => `${each.code} ${each.containerId} ${each.label} ${each.message}`, rows.finding);
const hosts = new Rows(find('#hosts .list'), (each) => each.name, (each) => rows.host(each, open));
const proxies = new Rows(find('#proxies .list'), (each) => each.name,
  (each) => rows.proxy(each, (name) => open(name)));
const timeline = new Rows(find('#timeline .list'), (each) => String(each.id), rows.entry);

const search = find('#search');
const trouble = find('#trouble');
const kinds = find('#kinds');
const connection = find('#connection');
let since = '';
let connected = false;

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

const filters = {
  findings: (matches) => findings.filter(matches),
  hosts(matches) {
    const shown = hosts.filter((host) => matches(host) && (!trouble.checked || rows.troubled(host)));
    const all = hosts.known.size;
    const idle = [...hosts.known.values()].filter((row) => row.item.proxies.length === 0).length;
    find('#found').textContent = (shown === all ? '' : `${shown.toLocaleString()} of `) + plural(all, 'host')
      + (idle > 0 ? `, ${idle.toLocaleString()} not served` : '');
  },
  timeline: (matches) => timeline.filter((entry) =>
    matches(entry) && (!kinds.value || entry.kind.startsWith(kinds.value))),
};

function filter() {
  const matches = matcher();
  Object.values(filters).forEach((apply) => apply(matches));
}

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
    connected = state === 'live';
    alarm();
  },
  state(state) {
    shown.state = state;
    since = state.now;
    find('#version').textContent = state.version;
    const total = Object.values(state.findings).reduce((a, b) => a + b, 0);
    count('findings', total);
    count('hosts', state.counts.hosts);
    count('proxies', state.counts.proxies);
    document.title = total > 0 ? `(${total}) Sallyport` : 'Sallyport';
    find('#summary dl').replaceChildren(...summary(state));
    alarm();
  },
  findings(document) {
    findings.show(document.findings);
    filters.findings(matcher());
  },
  routes(document) {
    hosts.show(document.hosts);
    filters.hosts(matcher());
  },
  proxies(document) {
    proxies.show(document.proxies);
  },
  entries(entries) {
    timeline.show(entries);
    filters.timeline(matcher());
  },
};
const shown = { state: undefined };

const count = (name, value) => {
  find(`[data-count=${name}]`).textContent = value.toLocaleString();
};

function summary(state) {
  const { counts, engine, findings: found } = state;
  const fact = (name, value, note, kind = '') => element('div', { class: kind },
    element('dt', {}, name), element('dd', {}, element('b', {}, value), note && element('small', {}, note)));
  return [
    fact('Hosts', counts.hosts.toLocaleString(), plural(counts.servers, 'server')),
    fact('Proxies', counts.proxies.toLocaleString(), state.ready ? 'configured' : 'not all ready', state.ready ? '' : 'warn'),
    fact('Findings', String(found.error + found.warning + found.info),
      found.error > 0 ? plural(found.error, 'error') : found.warning > 0 ? plural(found.warning, 'warning') : 'no errors',
      found.error > 0 ? 'bad' : found.warning > 0 ? 'warn' : ''),
    fact('Engine', engine.version || 'not seen yet',
      engine.problem ? 'does not answer' : engine.eventsLive ? `${plural(counts.containers, 'container')}, events live` : 'no events, polling',
      engine.problem ? 'bad' : engine.eventsLive ? '' : 'warn'),
    fact('Running since', time(state.started), ''),
  ];
}

// What a person must know before believing the rest of the page.
function alarm() {
  const box = find('#alarm');
  const state = shown.state;
  const lines = [];
  if (!connected && connection.dataset.state === 'lost') {
    lines.push(state ? ['Sallyport does not answer; trying again. Data shown as of ', time(since), '.']
      : ['Sallyport does not answer; trying again.']);
  } else if (state && !state.alive) {
    lines.push(['Sallyport answers, but its loop hangs: see its log, and restart it.']);
  } else if (state?.engine.problem) {
    lines.push([`The engine cannot be read; proxies keep their current configuration: ${state.engine.problem}`]);
  }
  const next = lines.map((line) => line.map((part) => part.textContent ?? part).join('')).join('\n');
  if (box.dataset.text !== next) {
    box.dataset.text = next;
    box.replaceChildren(...lines.map((line) => element('p', {}, ...line)));
    box.hidden = lines.length === 0;
  }
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
