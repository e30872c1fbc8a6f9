// What a person must know before believing the rest of the page; the most important first.
import { element, find, time } from './page.js';

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

export function banner({ state }, lost) {
  const lines = [];
  if (lost) {
    lines.push(state ? ['Sallyport does not answer; trying again. Data shown as of ', time(state.now), '.']
      : ['Sallyport does not answer; trying again.']);
  }
  const down = state?.outage ?? '';
  if (!lost && state && !state.alive) {
    lines.push(['The reconcile loop is stalled: see the log, and restart Sallyport.']);
  }
  if (down) {
    lines.push([capital(down), state.readiness === 'engine_unreadable' && state.engine.lastLook
      && '; proxies keep their current configuration']);
  }
  const stalled = !lost && state !== undefined && state !== null && !state.alive;
  document.body.classList.toggle('outage', down !== '' || stalled);
  const box = find('#alarm');
  const next = lines.map((line) => line.map((part) => part.textContent ?? (part || '')).join('')).join('\n');
  if (box.dataset.text !== next) {
    box.dataset.text = next;
    box.replaceChildren(...lines.map((line) => element('p', {}, line)));
    box.hidden = lines.length === 0;
  }
}
