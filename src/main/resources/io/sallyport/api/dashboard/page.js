// Small tools for what is shown. Whatever owners of containers write is set as text, never as HTML.

export const find = (selector, root = document) => root.querySelector(selector);

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'class') made.className = value;
    else if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (value !== false) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((each) => each || each === 0));
  return made;
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });

export function time(instant) {
  const at = new Date(instant);
  const today = at.toDateString() === new Date().toDateString();
  const text = today ? clock.format(at) : `${day.format(at)} ${clock.format(at)}`;
  return element('time', { datetime: instant, title: at.toString() }, text);
}

// What is quoted in `backticks` is something to type.
export const prose = (text) => element('span', {},
  text.split(/`([^`]+)`/).map((part, index) => (index % 2 ? element('code', {}, part) : part)));

export const badge = (kind, text) => element('span', { class: `badge ${kind}` }, text);

export const plural = (n, one, many = `${one}s`) => `${n.toLocaleString()} ${n === 1 ? one : many}`;

// A list that follows its items: only what is new or not the same is made anew, so that a reader
// keeps place and focus.
export class Rows {
  constructor(parent, key, make) {
    this.parent = parent;
    this.key = key;
    this.make = make;
    this.known = new Map();
  }

  show(items) {
    const next = new Map();
    let place = this.parent.firstElementChild;
    for (const item of items) {
      let key = this.key(item);
      while (next.has(key)) key += ' ';
      const state = JSON.stringify(item);
      let row = this.known.get(key);
      if (!row || row.state !== state) {
        const node = this.make(item);
        if (row) {
          if (row.node === place) place = place.nextElementSibling;
          row.node.remove();
        }
        row = { item, state, node };
      }
      next.set(key, row);
      if (row.node === place) place = place.nextElementSibling;
      else this.parent.insertBefore(row.node, place);
      this.known.delete(key);
    }
    this.known.forEach((row) => row.node.remove());
    this.known = next;
    const empty = this.parent.parentElement.querySelector(':scope > .empty');
    if (empty) empty.hidden = items.length > 0;
  }

  // Hides what does not match; gives how many are shown.
  filter(matches) {
    let shown = 0;
    for (const { item, node } of this.known.values()) {
      node.hidden = !matches(item);
      if (!node.hidden) shown++;
    }
    return shown;
  }
}
