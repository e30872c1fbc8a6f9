// One row of each list beside the hosts.
import { badge, element, plural, prose, time } from './page.js';

const OUTCOMES = { failed: 'bad', refused: 'bad', rolled_back: 'bad', lost: 'bad', error: 'bad',
  warning: 'warn', applied: 'ok', live: 'ok', changed: 'ok' };
const KINDS = { event: 'event', pass: 'pass', rollout: 'reload', finding: 'finding',
  finding_gone: 'finding gone', engine: 'engine' };
const SEVERITY = { error: 'bad', warning: 'warn', info: 'plain' };
const CHANGES = 5; // of a pass, before one has to ask for more

export function finding(each) {
  return element('li', { class: `finding ${SEVERITY[each.severity]}` },
    badge(SEVERITY[each.severity], each.severity === 'info' ? 'note' : each.severity),
    element('div', {},
      element('p', { class: 'what' },
        each.kind !== 'container' && each.subject && element('span', { class: 'quiet' }, each.kind),
        (each.container || each.subject) && element('b', {}, each.container || each.subject),
        each.label && element('code', {}, each.label),
        prose(each.message)),
      each.advice && element('p', { class: 'fix' }, element('b', {}, 'Fix: '), prose(each.advice))));
}

export function proxy(each, open) {
  if (each.how) return stopped(each);
  const last = each.lastRollout;
  const state = proxyState(each);
  return element('li', { class: 'proxy' },
    element('div', { class: 'bar' },
      element('h3', {}, each.name),
      badge(state.kind, state.word),
      element('span', { class: 'quiet' }, plural(each.hosts, 'host')),
      element('button', {
        type: 'button', 'aria-label': `Configuration of ${each.name}`, onclick: () => open(each.name),
      }, 'Configuration')),
    element('p', { class: 'quiet' },
      each.running ? 'runs ' : 'not known yet what it runs', each.running && element('code', {}, each.running),
      each.since && ' since ', each.since && time(each.since),
      took(last) && `, reload took ${duration(last.millis)}`,
      each.wanted && each.wanted !== each.running && ', should run ',
      each.wanted && each.wanted !== each.running && element('code', {}, each.wanted)),
    failed(last) && element('p', { class: 'quiet' },
      `last reload ${last.result.replace('_', ' ')} at `, time(last.at)),
    each.problem && element('p', { class: 'problem' }, prose(each.problem),
      each.problemSince && ', since ', each.problemSince && time(each.problemSince)));
}

const stopped = (each) => element('li', { class: 'proxy' },
  element('div', { class: 'bar' },
    element('h3', {}, each.name), badge(each.troubles ? 'bad' : 'plain', 'stopped')),
  element('p', { class: each.troubles ? 'problem' : 'quiet' },
    each.how, each.since && ', seen first at ', each.since && time(each.since)),
  each.troubles && each.advice && element('p', { class: 'fix' }, element('b', {}, 'Fix: '), prose(each.advice)));

// One that was stopped cleanly is nobody's trouble while another one serves.
export const troubles = (stopped, proxies) =>
  stopped.codes.some((code) => code.startsWith('proxy_')) || !proxies.some((each) => serves(each));

const serves = (each) => !each.problem || each.codes.includes('proxy_incomplete');

const took = (last) => last.result === 'applied' && last.millis > 0;
const failed = (last) => last.at && last.result !== 'applied' && last.result !== 'none';

export const proxyState = (each) => (
  each.problem ? { kind: 'bad', word: serves(each) ? 'incomplete' : 'failing' }
  : each.codes.includes('proxy_contested') ? { kind: 'bad', word: 'contested' }
  : each.current ? { kind: 'ok', word: 'up to date' } : { kind: 'warn', word: 'changing' });

export const ignored = (each) => element('li', { class: 'reason' },
  badge('plain', each.state), element('span', {}, element('b', {}, each.name), ' ', prose(each.reason)));

export function entry(each) {
  const subject = each.subject && !each.text.includes(each.subject);
  return element('li', { class: `entry is-${each.kind}` },
    time(each.at),
    element('div', {},
      element('span', { class: 'end' },
        each.millis > 0 && element('span', { class: 'took' }, duration(each.millis)),
        each.outcome && badge(OUTCOMES[each.outcome] ?? 'plain', each.outcome.replace('_', ' '))),
      element('span', { class: 'kind' }, KINDS[each.kind] ?? each.kind), ' ',
      element('span', { class: 'text' },
        subject && element('b', {}, each.subject), subject && ' ', prose(each.text)),
      each.changes?.hosts.length > 0 && changes(each.changes)));
}

function changes(all) {
  const lines = all.hosts.map(change);
  if (all.more > 0) lines.push(element('li', { class: 'quiet' }, `and ${plural(all.more, 'more host')}`));
  const first = lines.length > CHANGES + 1 ? CHANGES : lines.length;
  const rest = lines.slice(first);
  return element('div', { class: 'changes' },
    element('ul', {}, lines.slice(0, first)),
    rest.length > 0 && element('details', {},
      element('summary', {}, `${all.hosts.length + all.more - first} more`), element('ul', {}, rest)));
}

function change({ host, change: what, added, removed }) {
  const signed = { added: '+ ', removed: '− ', changed: '' }[what] ?? '';
  const text = what !== 'changed' ? ''
    : added.count + removed.count === 0 ? ': same servers, changed configuration'
      : `: ${[...names('+', added), ...names('−', removed)].join(', ')}`;
  return element('li', { class: what, title: [...names('+', added), ...names('−', removed)].join('\n') },
    element('b', {}, signed + host), text);
}

function names(sign, { count, names: some }) {
  const shown = some.slice(0, 3).map((name) => sign + name);
  return count > shown.length ? [...shown, `${sign}${count - shown.length} more`] : shown;
}

const duration = (millis) =>
  millis < 1000 ? `${millis} ms` : `${(millis / 1000).toFixed(1)} s`;
