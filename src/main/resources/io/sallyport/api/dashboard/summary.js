// The page in one line: each number once, counted from the lists that the page shows.
import { element, plural } from './page.js';
import { total } from './certificates.js';
import { proxyState } from './rows.js';
import { ofServer, PROBLEM, serversOf, withProblems, words } from './standing.js';

export function summary({ state, hosts, proxies, stopped, certificates, findings }) {
  const { engine } = state;
  const found = severities(findings);
  const servers = new Map(hosts.flatMap(serversOf).map((each) => [each.containerId, each]));
  const bad = [...servers.values()].map(ofServer).filter((is) => is.rank === PROBLEM);
  const unchecked = [...servers.values()].filter((each) => each.health === 'none').length;
  const troubled = hosts.filter(withProblems).length;
  return [
    one('Hosts', '#hosts', hosts.length,
      troubled > 0 ? `${troubled.toLocaleString()} with problems` : hosts.length > 0 ? 'none with problems' : '',
      troubled > 0 ? 'bad' : ''),
    one('Servers', '#hosts', servers.size, bad.length > 0 ? `${bad.length.toLocaleString()} ${words(bad)}`
      : unchecked > 0 ? `${unchecked.toLocaleString()} without a check` : servers.size > 0 ? 'all healthy' : '',
    bad.length > 0 ? 'bad' : ''),
    one('Findings', '#findings', findings.length, found.words, found.kind),
    one('Proxies', '#proxies', proxies.length, ...running(proxies, stopped)),
    certificates.length > 0 && one('Certificates', '#certificates', certificates.length, ...total(certificates)),
    one('Engine', '', engine.version || 'not seen yet',
      engine.problem ? 'does not answer' : engine.eventsLive ? 'events live' : 'no events, polling',
      engine.problem ? 'bad' : engine.eventsLive ? '' : 'warn'),
  ].filter(Boolean);
}

const one = (name, target, value, note, kind = '') => ({ name, target, value: value.toLocaleString(), note, kind });

export function fact({ name, target, value, note, kind }) {
  return element('div', { class: kind },
    element('dt', {}, target ? element('a', { href: target }, name) : name),
    element('dd', {}, element('b', {}, value), element('small', {}, note)));
}

function running(proxies, stopped) {
  const states = proxies.map(proxyState);
  const bad = states.filter((each) => each.kind === 'bad');
  const troubled = stopped.filter((each) => each.troubles).length;
  const changing = states.filter((each) => each.kind === 'warn').length;
  if (proxies.length === 0) return ['none runs', 'bad'];
  if (bad.length > 0) return [`${bad.length} ${words(bad)}`, 'bad'];
  if (troubled > 0) return [`${troubled} stopped`, 'bad'];
  if (changing > 0) return [`${changing} changing`, 'warn'];
  return [stopped.length > 0 ? `${stopped.length} stopped` : 'up to date', ''];
}

// The same words in the tab's title, the line and the list's heading.
export function severities(findings) {
  const number = (severity) => findings.filter((each) => each.severity === severity).length;
  const counts = [['error', number('error')], ['warning', number('warning')], ['note', number('info')]];
  const words = counts.filter(([, count]) => count > 0).map(([name, count]) => plural(count, name));
  return {
    words: words.join(', '),
    first: counts[0][1] + counts[1][1] > 0 ? words[0] : '',
    kind: counts[0][1] > 0 ? 'bad' : counts[1][1] > 0 ? 'warn' : '',
  };
}
