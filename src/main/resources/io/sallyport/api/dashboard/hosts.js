// One host: a line, what is wrong with it, and all about it where somebody asks.
import { badge, element, plural, prose, time } from './page.js';
import { dateOf, kindOf, left } from './certificates.js';
import { natural, ofHost, ofOther, ofServer, othersOf, serversOf } from './standing.js';

const REASONS = 3;
const FAIL_OPEN = 'its health check fails, yet it gets requests';

export function host(each, open) {
  const state = ofHost(each);
  const toggle = element('button', { type: 'button', class: 'toggle', 'aria-expanded': 'false', title: each.name },
    element('span', {}, each.name));
  const row = element('article', { class: `host ${state.kind}`, 'aria-label': each.name },
    element('header', {},
      element('div', { class: 'name' }, element('h3', {}, toggle),
        each.aliases.length > 0 && element('span', { class: 'quiet', title: each.aliases.join('\n') },
          `+${plural(each.aliases.length, 'name')}`)),
      badge(state.kind, state.word),
      behind(each),
      each.tls && tls(each)),
    state.kind === 'bad' && reasons(state.reasons));
  row.content = () => more(each, open);
  row.firstElementChild.addEventListener('click', () => {
    if (getSelection().isCollapsed) expand(row, !row.classList.contains('open'));
  });
  return row;
}

function tls({ redirectToTls, validity }) {
  const text = redirectToTls ? 'HTTPS only' : 'HTTPS';
  if (!validity) return badge('plain tls', text);
  const made = badge(`${kindOf(validity)} tls`, `${text} · ${left(validity)}`);
  made.title = `${validity.file}: ${validity.problem || `expires ${dateOf(validity)}`}`;
  return made;
}

export function expand(row, open) {
  if (open && row.content) {
    row.append(row.content());
    row.content = undefined;
  }
  row.classList.toggle('open', open);
  row.querySelector('.toggle').setAttribute('aria-expanded', open);
}

// A row that is made anew stays as its reader left it.
export function carry(before, after) {
  if (before.classList.contains('open')) expand(after, true);
  return before.querySelector('.toggle') === document.activeElement
    ? () => after.querySelector('.toggle').focus() : undefined;
}

function behind(each) {
  const servers = serversOf(each);
  if (servers.length === 0) return asking(othersOf(each).map((other) => other.container));
  const names = servers.map((server) => server.container);
  const paths = each.locations.length;
  const address = servers.length === 1 && servers[0].address;
  return element('span', { class: 'behind', title: names.join('\n') },
    servers.length > 1 && element('b', {}, plural(servers.length, 'server')),
    paths > 1 && element('b', {}, plural(paths, 'path')),
    names.slice(0, 20).join(', '),
    address && element('code', {}, address));
}

const asking = (names) => element('span', { class: 'behind quiet', title: names.join('\n') },
  names.length > 1 && element('b', {}, plural(names.length, 'container')), names.slice(0, 20).join(', '));

function reasons(all) {
  const shown = all.slice(0, all.length === REASONS + 1 ? REASONS + 1 : REASONS);
  return element('ul', { class: 'reasons' },
    shown.map(({ each, is }) => line(is, each, each.standing ? why(each) : ofRouted(each))),
    all.length > shown.length && element('li', { class: 'quiet more-lines' }, `and ${all.length - shown.length} more`));
}

function ofRouted(each) {
  if (each.failures.length > 0) return failures(each);
  return each.health === 'unhealthy' ? FAIL_OPEN : note(each);
}

// What several proxies notice alike is said once.
function failures(each) {
  const byText = Map.groupBy(each.failures, (failure) => failure.text);
  return [...byText].map(([text, same]) =>
    `${text}, on ${same.map((failure) => failure.proxy).sort(natural).join(', ')}`).join('; ');
}

const line = (is, each, ...text) =>
  element('li', { class: 'reason' }, badge(is.kind, is.word),
    element('span', {}, element('b', {}, each.container), ' ', ...text));

const why = (each) => element('span', {}, prose(each.reason),
  each.advice && element('span', { class: 'fix' }, ' ', element('b', {}, 'Fix: '), prose(each.advice)));

// Those that are to serve it, whether they do or not.
const proxiesOf = (host) => [...new Set(serversOf(host).flatMap((server) =>
  server.proxies.map((proxy) => proxy.name)))].sort(natural);

function more(each, open) {
  const planned = proxiesOf(each);
  return element('div', { class: 'more' },
    each.aliases.length > 0 && element('p', { class: 'quiet' }, `Also served as ${each.aliases.join(', ')}`),
    each.locations.map((location) => element('div', { class: 'location' },
      element('code', { class: 'root' }, location.root),
      element('ul', {},
        [...location.servers].sort((a, b) => natural(a.container, b.container)).map(server),
        location.others.map((other) => line(ofOther(other), other, why(other)))))),
    each.certificate && element('p', { class: 'quiet' }, 'Certificate ',
      element('code', {}, each.validity?.file ?? each.certificate),
      each.validity && ` until ${dateOf(each.validity)}`,
      each.validity && kindOf(each.validity) === 'bad'
        && element('span', { class: 'problem' }, `: ${each.validity.problem}`)),
    planned.length > 0 && element('p', { class: 'actions' },
      element('span', { class: 'quiet' }, 'Configuration on'),
      planned.map((proxy) => element('button', {
        type: 'button', 'aria-label': `Configuration of ${each.name} on ${proxy}`,
        onclick: () => open(proxy, each),
      }, proxy))));
}

function server(each) {
  const is = ofServer(each);
  const since = each.proxies.filter((proxy) => proxy.since).map((proxy) => proxy.since).sort()[0];
  return element('li', { class: 'server' },
    badge(is.kind, is.word),
    element('b', {}, each.container),
    element('code', {}, each.address),
    note(each),
    since && element('span', { class: 'quiet since' }, 'since ', time(since)),
    each.failures.length > 0 && element('span', { class: 'failures' }, failures(each)));
}

function note(each) {
  const waiting = each.proxies.filter((proxy) => !proxy.running).map((proxy) => proxy.name);
  return element('span', { class: 'quiet' },
    `via ${each.through}`,
    each.weight !== 1 && `, weight ${each.weight}`,
    each.backup && ', backup',
    waiting.length > 0 && `, not yet on ${waiting.sort(natural).join(', ')}`);
}
