// A proxy's configuration, with Nginx's syntax in colours and one host's part marked.
import { element, find } from './page.js';
import { fetched } from './live.js';

const CHUNK = 100; // lines that are coloured at a time, when they come into view
const TOKEN = /#[^\n]*|"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|[{};]|(?:\$\{|\\[^]|[^\s{};"'#\\])(?:\$\{[^}]*\}|\\[^]|[^\s{};"'\\])*|\n/g;

// Each token's kind and place, and each block with the words before it.
export function parsed(text) {
  const tokens = [];
  const blocks = [];
  const open = [];
  let words = [];
  let start = 0;
  let first = true;
  for (const match of text.matchAll(TOKEN)) {
    const word = match[0];
    const at = match.index;
    if (word === '\n') continue;
    let kind = 'value';
    if (word[0] === '#') kind = 'comment';
    else if (word === '{' || word === '}' || word === ';') kind = 'mark';
    else if (first) kind = 'directive';
    else if (word[0] === '"' || word[0] === "'") kind = 'string';
    else if (word[0] === '$') kind = 'variable';
    else if (/^\d+[a-z]*$/i.test(word)) kind = 'number';
    tokens.push({ kind, at, end: at + word.length });
    if (kind === 'comment') continue;
    if (kind !== 'mark') {
      if (first) start = at;
      words.push(word);
      first = false;
      continue;
    }
    if (word === '{') {
      const block = { words, start, end: text.length, statements: [] };
      blocks.push(block);
      open.push(block);
    } else if (word === '}') {
      const block = open.pop();
      if (block) block.end = at + 1;
    } else {
      for (const block of open) block.statements.push(words);
    }
    words = [];
    first = true;
  }
  return { tokens, blocks };
}

// The parts of the text that are about a host: its servers, and the upstreams that these pass to.
export function partsOf(blocks, names) {
  const wanted = new Set(names);
  const unquoted = (word) => word.replace(/^["']|["']$/g, '');
  const servers = blocks.filter((block) => block.words[0] === 'server' && block.statements
    .some((words) => words[0] === 'server_name' && words.some((word) => wanted.has(unquoted(word)))));
  const upstreams = new Set(servers.flatMap((block) => block.statements)
    .filter((words) => words[0] === 'proxy_pass')
    .map((words) => unquoted(words[1] ?? '').replace(/^\w+:\/\//, '').replace(/\/.*/, '')));
  return blocks.filter((block) => servers.includes(block)
    || (block.words[0] === 'upstream' && upstreams.has(unquoted(block.words[1] ?? ''))));
}

const dialog = find('#config');
const area = find('#config-text');
const only = find('#only input');
let latest = 0;

export async function open(proxy, host) {
  const mine = ++latest;
  find('#config-title').textContent = host ? `${host.name} on ${proxy}` : `Configuration of ${proxy}`;
  find('#config-note').textContent = 'Loading';
  find('#only').hidden = !host;
  only.checked = false;
  area.replaceChildren();
  if (!dialog.open) dialog.showModal();
  try {
    const config = await fetched(`proxies/${encodeURIComponent(proxy)}/config`);
    if (mine === latest) show(config, host);
  } catch (failure) {
    if (mine === latest) find('#config-note').textContent = `Cannot be read: ${failure.message}`;
  }
}

function show(config, host) {
  const { tokens, blocks } = parsed(config.text);
  const parts = host ? partsOf(blocks, [host.name, ...host.aliases]) : [];
  const lines = linesOf(config.text, tokens, parts);
  const marked = lines.filter((line) => line.mine);
  find('#config-note').textContent =
    `Version ${config.version}, ${config.verified ? 'which it runs' : 'not verified yet'}; `
    + `${lines.length.toLocaleString()} lines`
    + (host ? `, ${marked.length} of them for ${host.name}, marked at the left` : '');
  only.onchange = () => fill(only.checked ? marked : lines, false);
  fill(lines, true);
}

function linesOf(text, tokens, parts) {
  let at = 0;
  let next = 0;
  return text.replace(/\n$/, '').split('\n').map((content, index) => {
    const from = at;
    at += content.length + 1;
    const inside = [];
    // A string may reach over several lines.
    while (next < tokens.length && tokens[next].at < at) {
      inside.push(tokens[next]);
      if (tokens[next].end > at) break;
      next++;
    }
    const mine = parts.some((part) => part.start < at && part.end > from);
    return { number: index + 1, content, from, tokens: inside, mine };
  });
}

const watcher = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting && target.lines) {
      target.replaceChildren(...target.lines.map(row));
      target.lines = undefined;
      watcher.unobserve(target);
    }
  }
}, { root: area, rootMargin: '600px' });

function fill(lines, jump) {
  watcher.disconnect();
  area.replaceChildren();
  const height = parseFloat(getComputedStyle(area).lineHeight);
  for (let i = 0; i < lines.length; i += CHUNK) {
    const chunk = element('div', { class: 'chunk' });
    chunk.lines = lines.slice(i, i + CHUNK);
    chunk.style.minHeight = `${chunk.lines.length * height}px`;
    area.append(chunk);
    watcher.observe(chunk);
  }
  const first = lines.findIndex((line) => line.mine);
  area.scrollTop = jump && first > 0 ? Math.max(0, first - 2) * height : 0;
}

function row(line) {
  const made = element('div', { class: line.mine ? 'line mine' : 'line', 'data-number': line.number });
  let at = line.from;
  const end = line.from + line.content.length;
  for (const token of line.tokens) {
    const from = Math.max(token.at, line.from);
    const to = Math.min(token.end, end);
    made.append(line.content.slice(at - line.from, from - line.from));
    made.append(element('span', { class: token.kind }, line.content.slice(from - line.from, to - line.from)));
    at = to;
  }
  made.append(line.content.slice(at - line.from));
  return made;
}

find('#config .close').addEventListener('click', () => dialog.close());
dialog.addEventListener('click', (event) => {
  if (event.target === dialog) dialog.close();
});
