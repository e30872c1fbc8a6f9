// What the API says, kept up to date: /api/v1/stream tells which documents have changed.

const ROOT = '/api/v1/';
const PULSE = 10_000; // Of a connection that is open but dead a browser says nothing.
const PATIENCE = 8_000;
const AGAIN = 2_000;
const BATCH = 50; // of entries: an engine may tell hundreds a second
const PAUSE = 200; // between two requests of one document
const KEPT = 1000;

export async function fetched(path) {
  const answer = await fetch(ROOT + path, { signal: AbortSignal.timeout(PATIENCE) });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error);
  return body;
}

export class Live {
  // `show` is told 'state', 'entries', or the name of a document, and its content; 'connection'
  // comes with 'live' or 'lost'.
  constructor(show) {
    this.show = show;
    this.seen = {};
    this.under = new Set();
    this.epoch = '';
    this.entries = [];
    this.fresh = [];
    this.wanted = {};
    this.open();
    setInterval(() => this.pulse(), PULSE);
    addEventListener('online', () => this.open());
    addEventListener('offline', () => this.lost());
  }

  // A browser that connects anew by itself says what it saw last; a new source does not.
  open() {
    this.source?.close();
    this.missed = true;
    const source = new EventSource(`${ROOT}stream`);
    this.source = source;
    source.addEventListener('state', (message) => this.state(JSON.parse(message.data)));
    source.addEventListener('entry', (message) => this.add([JSON.parse(message.data)]));
    source.addEventListener('error', () => {
      if (this.source !== source) return;
      // A browser tries again by itself but where the server declined, which lets few follow: then
      // it is polled.
      if (source.readyState === EventSource.CLOSED) {
        clearTimeout(this.again);
        this.again = setTimeout(() => this.open(), AGAIN);
        this.pulse();
      } else {
        this.lost();
      }
    });
  }

  lost() {
    this.show('connection', 'lost');
  }

  async pulse() {
    try {
      this.state(await fetched('state'));
    } catch {
      this.open();
      this.lost();
    }
  }

  state(state) {
    const epoch = state.id.split('-')[0];
    if (epoch !== this.epoch) {
      this.epoch = epoch;
      this.seen = {};
      this.entries = [];
      this.fresh = [];
      this.missed = true;
    }
    if (this.missed) this.catchUp();
    this.show('connection', 'live');
    this.show('state', state);
    for (const name of ['routes', 'proxies', 'findings']) {
      this.wanted[name] = `${epoch}-${state.revisions[name]}`;
      this.refresh(name);
    }
    // These change with what is found and rolled out, and by hand in a proxy, which nothing tells.
    const minute = Math.floor(Date.parse(state.now) / 60_000);
    this.wanted.certificates = `${this.wanted.findings} ${this.wanted.proxies} ${minute}`;
    this.refresh('certificates');
  }

  // Again with the next state where that was in vain, or while states are polled.
  async catchUp() {
    this.missed = this.source.readyState !== EventSource.OPEN;
    if (!await this.load('events', (all) => this.add(all.entries))) this.missed = true;
  }

  // One request of each document at a time; what changed meanwhile is asked for after it.
  async refresh(name) {
    if (this.under.has(name) || this.seen[name] === this.wanted[name]) return;
    this.under.add(name);
    const revision = this.wanted[name];
    const done = await this.load(name, (document) => {
      this.seen[name] = revision;
      this.show(name, document);
    });
    setTimeout(() => {
      this.under.delete(name);
      if (done) this.refresh(name);
    }, PAUSE);
  }

  // What cannot be had now, such as routes before the engine was seen, is asked for with the next state.
  async load(path, use) {
    try {
      use(await fetched(path));
      return true;
    } catch (failure) {
      console.info(`${path}: ${failure.message}`);
      return false;
    }
  }

  add(more) {
    if (this.fresh.length === 0) setTimeout(() => this.take(), BATCH);
    this.fresh.push(...more);
  }

  take() {
    const more = this.fresh;
    this.fresh = [];
    const known = new Set(this.entries.map((entry) => entry.id));
    this.entries = [...this.entries, ...more.filter((entry) => !known.has(entry.id))]
      .sort((a, b) => b.id - a.id)
      .slice(0, KEPT);
    this.show('entries', this.entries);
  }
}
