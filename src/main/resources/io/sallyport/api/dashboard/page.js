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

export function when(instant) {
  const at = new Date(instant);
  const today = at.toDateString() === new Date().toDateString();
  return today ? clock.format(at) : `${day.format(at)} ${clock.format(at)}`;
}

export const time = (instant) =>
  element('time', { datetime: instant, title: new Date(instant).toString() }, when(instant));

// What is quoted in `backticks` is something to type.
export const prose = (text) => element('span', {},
  text.split(/`([^`]+)`/).map((part, index) => (index % 2 ? element('code', {}, part) : part)));

export const badge = (kind, text) => element('span', { class: `badge ${kind}` }, text);

export const plural = (n, one, many = `${one}s`) => `${n.toLocaleString()} ${n === 1 ? one : many}`;

// A list that follows its items: only what is new or not the same is made anew, and as few rows as
// possible are moved, so that a reader keeps place and focus.
export class Rows {
  // `carry` is told the row that goes and the one that takes its place; what it gives is called when
  // that is in the page.
  constructor(parent, key, make, carry = () => undefined) {
    this.parent = parent;
    this.key = key;
    this.make = make;
    this.carry = carry;
    this.known = new Map();
  }

  show(items) {
    const next = new Map();
    const after = [];
    for (const item of items) {
      let key = this.key(item);
      while (next.has(key)) key += ' ';
      const state = JSON.stringify(item);
      const row = this.known.get(key);
      if (row?.state === state) {
        row.item = item;
        next.set(key, row);
        this.known.delete(key);
      } else {
        const node = this.make(item);
        if (row) after.push(this.carry(row.node, node));
        next.set(key, { item, state, node });
      }
    }
    this.known.forEach((row) => row.node.remove());
    this.known = next;
    this.place();
    after.forEach((each) => each?.());
    const empty = this.parent.parentElement.querySelector(':scope > .empty');
    if (empty) empty.hidden = items.length > 0;
    this.parent.hidden = items.length === 0;
  }

  // One that belongs further down is passed by, and moved when its turn comes.
  place() {
    let place = this.parent.firstElementChild;
    for (const { node } of this.known.values()) {
      if (place && place !== node && place.nextElementSibling === node) place = node;
      if (place === node) place = place.nextElementSibling;
      else this.parent.insertBefore(node, place);
    }
  }

  // Hides what does not match; gives what is shown.
  filter(matches) {
    const shown = [];
    for (const row of this.known.values()) {
      row.node.hidden = !matches(row.item);
      if (!row.node.hidden) shown.push(row);
    }
    this.parent.hidden = shown.length === 0;
    return shown;
  }
}
