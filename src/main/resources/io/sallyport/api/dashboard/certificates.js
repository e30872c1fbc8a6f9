// Certificates: until when, for which names, and what is wrong with them.
import { badge, element, plural } from './page.js';

const DAY = 86_400_000;
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

export const dateOf = (each) => day.format(new Date(each.expires));

// One that expires within two weeks still serves.
export const expiresSoon = (each) => each.problem.startsWith('expires ');

const isExpired = (each) => each.problem.startsWith('expired ');

const broken = (each) => each.problem !== '' && !expiresSoon(each);

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
      badge(kind, broken(each) && !isExpired(each) ? 'wrong name' : left(each)), ' ', element('b', {}, each.names[0] ?? 'no name'),
      each.names.length > 1 && element('span', { class: 'quiet', title: each.names.join('\n') },
        ` +${plural(each.names.length - 1, 'name')}`)),
    element('p', { class: 'quiet' }, 'until ', element('time', { datetime: each.expires, title: new Date(each.expires).toString() }, dateOf(each)),
      `, ${each.hosts.length > 0 ? plural(each.hosts.length, 'host') : 'no host serves it'}, `,
      element('code', { title: each.hosts.join('\n') || each.file }, each.file),
      each.source === 'CertSource' && ' of CertSource'),
    broken(each) && !isExpired(each) && element('p', { class: 'problem' }, each.problem));
}

// Each host with its certificate, a broken one before one that is well.
export function withCertificates(hosts, certificates) {
  const byHost = new Map();
  for (const each of certificates) {
    for (const name of each.hosts) {
      const known = byHost.get(name);
      if (!known || (broken(each) && !broken(known))) byHost.set(name, each);
    }
  }
  return hosts.map((host) => {
    const each = byHost.get(host.name);
    return each ? { ...host, validity: { expires: each.expires, problem: each.problem, file: each.file } } : host;
  });
}

export function total(certificates) {
  const bad = certificates.filter(broken).length;
  const soon = certificates.filter(expiresSoon).length;
  if (bad > 0) return [plural(bad, 'with a problem', 'with problems'), 'bad'];
  if (soon > 0) return [`${soon} expire${soon === 1 ? 's' : ''} soon`, 'warn'];
  return [certificates.length > 0 ? `the first in ${left(certificates[0])}` : '', ''];
}
