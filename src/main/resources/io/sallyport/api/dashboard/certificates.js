// Certificates: until when, for which names, and what is wrong with them.
import { badge, element, plural } from './page.js';

const DAY = 86_400_000;
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

export const dateOf = (each) => day.format(new Date(each.expires));

// One that expires within two weeks still serves.
export const expiresSoon = (each) => each.problem.startsWith('expires ');

const isExpired = (each) => each.problem.startsWith('expired ');

// For all of its hosts, or for some whose names it is not for.
const broken = (each) => (each.problem !== '' && !expiresSoon(each)) || each.mismatches?.length > 0;

const wordOf = (each) => (isExpired(each) || !broken(each) ? left(each)
  : each.problem === '' || expiresSoon(each) ? 'wrong name' : 'not yet valid');

const USES = { server: '', client_ca: 'to verify clients with, ', backend_ca: 'to verify containers with, ',
  backend_client: 'to show to containers, ', none: '' };

export const kindOf = (each) => (broken(each) ? 'bad' : expiresSoon(each) ? 'warn' : 'plain');

// How long it is valid, in short.
export function left(each) {
  const days = Math.floor((new Date(each.expires) - Date.now()) / DAY);
  return days < 0 ? 'expired' : plural(days, 'day');
}

export function certificate(each) {
  const kind = kindOf(each);
  return element('li', { class: `certificate ${kind}` },
    element('p', {},
      badge(kind, wordOf(each)), ' ', element('b', {}, each.names[0] ?? 'no name'),
      each.names.length > 1 && element('span', { class: 'quiet', title: each.names.join('\n') },
        ` +${plural(each.names.length - 1, 'name')}`)),
    element('p', { class: 'quiet' }, 'until ', element('time', { datetime: each.expires, title: new Date(each.expires).toString() }, dateOf(each)),
      `, ${USES[each.use]}${each.hosts.length > 0 ? plural(each.hosts.length, 'host') : 'no host uses it'}, `,
      element('code', { title: each.hosts.join('\n') || each.file }, each.file),
      each.source === 'CertSource' && ' of CertSource'),
    each.problem !== '' && !expiresSoon(each) && element('p', { class: 'problem' }, each.problem),
    mismatch(each),
    each.note && element('p', { class: 'quiet' }, each.note));
}

function mismatch({ mismatches: [first, ...others] }) {
  return first && element('p', { class: 'problem', title: others.map((each) => `${each.host}: ${each.problem}`).join('\n') },
    `${first.host}: ${first.problem}`, others.length > 0 && ` (and ${plural(others.length, 'more host')})`);
}

// Each host with its certificate, a broken one before one that is well; of the others that it uses, those that are broken.
export function withCertificates(hosts, certificates) {
  const byHost = new Map();
  for (const each of certificates) {
    const misfits = new Map(each.mismatches.map((one) => [one.host, one.problem]));
    const soon = expiresSoon(each);
    for (const name of each.hosts) {
      const mine = { expires: each.expires, file: each.file, problem: (soon && misfits.get(name)) || each.problem || misfits.get(name) || '' };
      if (each.use !== 'server' && !broken(mine)) continue;
      const known = byHost.get(name);
      if (!known || (broken(mine) && !broken(known))) byHost.set(name, mine);
    }
  }
  return hosts.map((host) => {
    const validity = byHost.get(host.name);
    return validity ? { ...host, validity } : host;
  });
}

export function total(certificates) {
  const bad = certificates.filter(broken).length;
  const soon = certificates.filter(expiresSoon).length;
  if (bad > 0) return [plural(bad, 'with a problem', 'with problems'), 'bad'];
  if (soon > 0) return [`${soon} expire${soon === 1 ? 's' : ''} soon`, 'warn'];
  return [certificates.length > 0 ? `the first in ${left(certificates[0])}` : '', ''];
}
