// One row of each list.
import { badge, element, plural, prose, time } from './page.js';

const HEALTH = { healthy: 'ok', starting: 'warn', unhealthy: 'bad', none: 'plain' };
const STANDING = { waiting: 'warn', not_routed: 'bad', not_running: 'plain' };
const OUTCOMES = { failed: 'bad', refused: 'bad', rolled_back: 'bad', lost: 'bad', error: 'bad',
  warning: 'warn', applied: 'ok', live: 'ok', changed: 'ok' };
const KINDS = { event: 'event', pass: 'pass', rollout: 'reload', finding: 'finding',
  finding_gone: 'finding gone', engine: 'engine' };
const SEVERITY = { error: 'bad', warning: 'warn', info: 'plain' };
const LONG = 10_000;

export const troubled = (host) =>
  host.locations.some((location) => location.others.some((other) => other.standing !== 'not_running')
    || location.servers.some((server) => server.draining || server.health === 'unhealthy'
      || server.health === 'starting' || server.proxies.some((proxy) => !proxy.running)));

export function finding(each) {
  return element('li', { class: `finding ${SEVERITY[each.severity]}` },
    badge(SEVERITY[each.severity], each.severity),
    element('div', {},
      element('p', { class: 'what' },
        each.container && element('b', {}, each.container),
        each.label && element('code', {}, each.label),
        prose(each.message)),
      each.advice && element('p', { class: 'fix' }, element('b', {}, 'Fix: '), prose(each.advice))));
}

export function host(each, open) {
  return element('article', { class: 'host', 'aria-label': each.name },
    element('header', {},
      element('h3', {}, each.name),
      each.tls && badge('plain', each.redirectToTls ? 'HTTPS only' : 'HTTPS'),
      each.aliases.length > 0
        && element('span', { class: 'quiet aliases' }, `also ${each.aliases.join(', ')}`),
      each.proxies.length === 0 && badge('bad', 'not served'),
      element('span', { class: 'actions' },
        each.proxies.map((proxy) => element('button', {
          type: 'button', 'aria-label': `Configuration of ${each.name} on ${proxy}`,
          onclick: () => open(proxy, each),
        }, proxy)))),
    each.locations.map((location) => element('div', { class: 'location' },
      element('code', { class: 'root' }, location.root),
      element('ul', {},
        location.servers.map(server),
        location.others.map(other)))));
}

function server(each) {
  const waiting = each.proxies.filter((proxy) => !proxy.running);
  const since = each.proxies.filter((proxy) => proxy.since).map((proxy) => proxy.since).sort()[0];
  const health = each.health === 'none' ? 'no check' : each.health;
  return element('li', { class: 'server' },
    each.draining ? badge('warn', 'draining') : badge(HEALTH[each.health], health),
    element('b', {}, each.container),
    element('code', {}, each.address),
    element('span', { class: 'quiet' },
      `via ${each.through}`,
      each.weight !== 1 && `, weight ${each.weight}`,
      each.backup && ', backup',
      waiting.length > 0 && `, not yet on ${waiting.map((proxy) => proxy.name).join(', ')}`),
    since && element('span', { class: 'quiet since' }, 'since ', time(since)));
}

function other(each) {
  return element('li', { class: 'server other' },
    badge(STANDING[each.standing] ?? 'plain', each.standing.replace('_', ' ')),
    element('b', {}, each.container),
    prose(each.reason),
    each.advice && element('span', { class: 'fix' }, element('b', {}, 'Fix: '), prose(each.advice)));
}

export function proxy(each, open) {
  const last = each.lastRollout;
  const behind = !each.problem && !each.current;
  return element('li', { class: 'proxy' },
    element('div', { class: 'bar' },
      element('h3', {}, each.name),
      badge(each.problem ? 'bad' : behind ? 'warn' : 'ok',
        each.problem ? 'failing' : behind ? 'changing' : 'up to date'),
      element('button', {
        type: 'button', 'aria-label': `Configuration of ${each.name}`, onclick: () => open(each.name),
      }, 'Configuration')),
    element('dl', {},
      pair('runs', each.running ? element('code', {}, each.running) : 'not known yet',
        each.since && element('span', { class: 'quiet' }, ' since ', time(each.since))),
      each.wanted !== each.running && each.wanted
        ? pair('should run', element('code', {}, each.wanted)) : '',
      pair('serves', plural(each.hosts, 'host')),
      last.result !== 'none' && last.at
        ? pair('last reload', last.result.replace('_', ' '),
          last.millis > 0 && ` in ${duration(last.millis)}`,
          element('span', { class: 'quiet' }, ' at ', time(last.at))) : ''),
    each.problem && element('p', { class: 'problem' }, prose(each.problem)));
}

const pair = (name, ...values) =>
  element('div', {}, element('dt', {}, name), element('dd', {}, values));

export function entry(each) {
  const subject = each.subject && !each.text.includes(each.subject);
  const row = element('li', { class: `entry is-${each.kind}` },
    time(each.at),
    element('span', { class: 'kind' }, KINDS[each.kind] ?? each.kind),
    element('span', { class: 'text' },
      subject && element('b', {}, each.subject), subject && ' ', prose(each.text)),
    each.outcome && badge(OUTCOMES[each.outcome] ?? 'plain', each.outcome.replace('_', ' ')),
    each.millis > 0 && element('span', { class: 'took' }, duration(each.millis), bar(each.millis)));
  return row;
}

function bar(millis) {
  const line = element('i', { 'aria-hidden': 'true' });
  line.style.width = `${Math.min(100, (100 * Math.log10(1 + millis)) / Math.log10(LONG))}%`;
  return line;
}

const duration = (millis) =>
  millis < 1000 ? `${millis} ms` : `${(millis / 1000).toFixed(1)} s`;
