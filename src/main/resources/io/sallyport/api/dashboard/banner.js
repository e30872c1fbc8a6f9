// What a person must know before believing the rest of the page; the most important first.
import { element, find, time } from './page.js';

// Why clients get no answers at all; empty while some do, or while nobody knows.
export function outage({ state, hosts, loaded }) {
  if (!state?.engine.lastLook || !loaded) return '';
  return state.counts.proxies === 0 && hosts.length > 0
    ? 'Outage: no proxy runs, so no host is served. Start one with the label interlock.ext.name=nginx.' : '';
}

export function banner(shown, lost) {
  const { state } = shown;
  const down = outage(shown);
  const lines = [];
  if (lost) {
    lines.push(state ? ['Sallyport does not answer; trying again. Data shown as of ', time(state.now), '.']
      : ['Sallyport does not answer; trying again.']);
  }
  if (down) lines.push([down]);
  if (!lost && state && !state.alive) {
    lines.push(['Sallyport answers, but its loop hangs: see its log, and restart it.']);
  } else if (!lost && state?.engine.problem) {
    lines.push([`The engine cannot be read; proxies keep their current configuration: ${state.engine.problem}`]);
  }
  document.body.classList.toggle('outage', down !== '');
  const box = find('#alarm');
  const next = lines.map((line) => line.map((part) => part.textContent ?? part).join('')).join('\n');
  if (box.dataset.text !== next) {
    box.dataset.text = next;
    box.replaceChildren(...lines.map((line) => element('p', {}, ...line)));
    box.hidden = lines.length === 0;
  }
}
