// What is the matter with a host and its servers: one definition for the order of the list, its
// filter, the counts and what a row says.

import { expiresSoon } from './certificates.js';

export const natural = new Intl.Collator('en', { numeric: true }).compare;

export const DOWN = 0; // Nobody gets an answer.
export const PROBLEM = 1; // Somebody should do something.
export const CHANGING = 2; // It passes by itself.
export const FINE = 3;

const HEALTH = {
  unhealthy: { rank: PROBLEM, kind: 'bad', word: 'unhealthy' },
  starting: { rank: CHANGING, kind: 'warn', word: 'starting' },
  healthy: { rank: FINE, kind: 'ok', word: 'healthy' },
  none: { rank: FINE, kind: 'plain', word: 'no check' },
};

const CERTIFICATE = { rank: PROBLEM, kind: 'bad', word: 'certificate' };

// Of a container that gets requests.
export function ofServer(each) {
  if (each.failures.length > 0) return { rank: PROBLEM, kind: 'bad', word: 'failing' };
  if (each.health === 'unhealthy') return HEALTH.unhealthy;
  if (each.draining) return { rank: CHANGING, kind: 'warn', word: 'draining' };
  if (each.health === 'starting') return HEALTH.starting;
  if (each.proxies.some((proxy) => !proxy.running)) {
    return { rank: CHANGING, kind: 'warn', word: 'not yet' };
  }
  return HEALTH[each.health] ?? HEALTH.none;
}

// Of one that asks for the host and gets none.
export function ofOther(each) {
  if (each.standing === 'not_running') return { rank: FINE, kind: 'plain', word: 'not running' };
  if (each.health === 'unhealthy') return HEALTH.unhealthy;
  return each.standing === 'not_routed'
    ? { rank: PROBLEM, kind: 'bad', word: 'not routed' }
    : { rank: CHANGING, kind: 'warn', word: each.health === 'starting' ? 'starting' : 'waiting' };
}

// A container behind two paths is one server, of which the worse is told.
export const serversOf = (host) => once(host.locations.flatMap((location) => location.servers)
  .sort((a, b) => ofServer(b).rank - ofServer(a).rank));

export const othersOf = (host) => once(host.locations.flatMap((location) => location.others));

const once = (all) => [...new Map(all.map((each) => [each.containerId, each])).values()]
  .sort((a, b) => natural(a.container, b.container));

const known = new WeakMap();

export function ofHost(host) {
  if (!known.has(host)) known.set(host, judged(host));
  return known.get(host);
}

function judged(host) {
  const servers = serversOf(host).map((each) => ({ each, is: ofServer(each) }));
  const others = othersOf(host).map((each) => ({ each, is: ofOther(each) }));
  const all = [...servers, ...others];
  const { validity } = host;
  if (validity?.problem && !expiresSoon(validity)) {
    all.push({ each: { container: validity.file, reason: validity.problem, standing: 'certificate' }, is: CERTIFICATE });
  }
  const bad = servers.map(({ is }) => is).filter((is) => is.rank === PROBLEM);
  const say = (rank, word) => ({
    rank,
    word,
    kind: rank < CHANGING ? 'bad' : rank === CHANGING ? 'warn' : word === 'healthy' ? 'ok' : 'plain',
    reasons: all.filter(({ is }) => is.rank === (all.some((one) => one.is.rank === PROBLEM) ? PROBLEM : CHANGING)),
  });
  if (servers.length === 0) return say(DOWN, 'not served');
  if (bad.length > 0 && bad.length === servers.length) {
    return say(DOWN, bad.length === 1 ? words(bad) : `all ${bad.length} ${words(bad)}`);
  }
  if (bad.length > 0) return say(PROBLEM, `${bad.length} of ${servers.length} ${words(bad)}`);
  const out = others.map(({ is }) => is).filter((is) => is.rank === PROBLEM);
  if (out.length > 0) return say(PROBLEM, `${out.length} ${words(out)}`);
  if (all.at(-1).is === CERTIFICATE) return say(PROBLEM, CERTIFICATE.word);
  const passing = all.filter(({ is }) => is.rank === CHANGING);
  if (passing.length > 0) return say(CHANGING, passing.length === 1 ? passing[0].is.word : 'changing');
  const checked = servers.filter(({ each }) => each.health === 'healthy').length;
  return say(FINE, checked === 0 ? 'no check' : checked === servers.length ? 'healthy'
    : `${checked} of ${servers.length} healthy`);
}

export const words = (all) => [...new Set(all.map((is) => is.word))].sort().join(' or ');

export const withProblems = (host) => ofHost(host).rank < CHANGING;

// Those that are down, those with problems, all others: each by name.
export function inOrder(hosts) {
  const place = (host) => Math.min(ofHost(host).rank, CHANGING);
  return [...hosts].sort((a, b) => place(a) - place(b) || natural(a.name, b.name));
}
