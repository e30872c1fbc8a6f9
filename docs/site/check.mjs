// Checks a built site: `node check.mjs FOLDER BASE`. Every link leads to a page or file, every anchor is there, and nothing
// is loaded from elsewhere.
import fs from 'node:fs'
import path from 'node:path'

const [folder, base] = process.argv.slice(2)
const files = new Set(fs.readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile())
  .map(entry => path.posix.join(path.relative(folder, entry.parentPath ?? entry.path), entry.name)))
const htmls = [...files].filter(file => file.endsWith('.html'))
const text = new Map(htmls.map(file => [file, fs.readFileSync(path.join(folder, file), 'utf8')]))
const ids = new Map(htmls.map(file => [file, new Set([...text.get(file).matchAll(/ id="([^"]+)"/g)].map(found => found[1]))]))
const broken = []
let links = 0

function problem(from, link) {
  const url = new URL(link.replaceAll('&amp;', '&'), `http://site${base}${from}`)
  if (url.host !== 'site') {
    return undefined
  }
  if (!url.pathname.startsWith(base)) {
    return 'outside of the site'
  }
  const name = decodeURIComponent(url.pathname.slice(base.length))
  const file = name === '' ? 'index.html' : files.has(name) ? name : `${name}.html`
  if (!files.has(file)) {
    return 'no such page'
  }
  const anchor = decodeURIComponent(url.hash.slice(1))
  return anchor && ids.has(file) && !ids.get(file).has(anchor) ? 'no such anchor' : undefined
}

for (const [file, html] of text) {
  for (const [, link] of html.matchAll(/ (?:href|src)="([^"]*)"/g)) {
    links++
    const wrong = link.startsWith('data:') ? undefined : problem(file, link)
    if (wrong) {
      broken.push(`${file}: ${link}: ${wrong}`)
    }
  }
  for (const [tag] of html.matchAll(/<(?:script|link|img|iframe)\b[^>]*(?:src|href)="(?:https?:)?\/\/[^>]*>/g)) {
    broken.push(`${file}: ${tag}: is loaded from elsewhere`)
  }
}
for (const file of files) {
  if (file.endsWith('.css') && /url\(\s*["']?(?:https?:)?\/\//.test(fs.readFileSync(path.join(folder, file), 'utf8'))) {
    broken.push(`${file}: loads something from elsewhere`)
  }
}
broken.forEach(line => console.error(line))
console.log(`${htmls.length} pages, ${links} links, ${broken.length} broken`)
process.exit(broken.length === 0 && htmls.length > 1 ? 0 : 1)
