// Writes the source of the site: `node stage.mjs CHECKOUT FOLDER`. Pages have other names than their files, so links between
// them change; pictures are copied; other files that a document links to become pages that show them.
import fs from 'node:fs'
import path from 'node:path'
import { pages } from './pages.mjs'

const [checkout, out] = process.argv.slice(2).map(name => path.resolve(name))
const site = path.join(checkout, 'docs/site')
const CODE = /(^ *```[\s\S]*?^ *```$|`[^`\n]+`)/m
const LANGUAGES = { '.conf': 'nginx', '.example': 'toml', '.toml': 'toml', '.yml': 'yaml', '.sh': 'sh' }
const AS_IT_IS = ['.png', '.webp', '.svg', '.json']
const known = pages(checkout)
const titles = new Map([...known].map(([file, page]) =>
  [page, fs.readFileSync(path.join(checkout, file), 'utf8').match(/^# (.+)$/m)?.[1].replaceAll('`', '')]))
const shown = new Set()

function write(file, text) {
  const target = path.join(out, file)
  fs.mkdirSync(path.dirname(target), { recursive: true })
  fs.writeFileSync(target, text)
}

/** The page that shows a file which is no document. */
function pageOf(file) {
  return `files/${file.replaceAll(/[^\w-]+/g, '-').replace(/^-|-$/g, '')}`
}

/** A link of a document, as the site has it. */
function linked(from, link) {
  if (/^[a-z]+:|^#/.test(link)) {
    return link
  }
  const [target, anchor] = link.split('#')
  const file = path.posix.join(path.posix.dirname(from), target).replace(/\/$/, '')
  const page = known.get(file) ?? (file === 'docs' ? 'documents.md' : undefined)
  if (page) {
    return `/${page}${anchor ? '#' + anchor : ''}`
  }
  if (AS_IT_IS.includes(path.extname(file))) {
    const copy = file.replace(/^docs\//, '')
    fs.mkdirSync(path.dirname(path.join(out, 'public', copy)), { recursive: true })
    fs.copyFileSync(path.join(checkout, file), path.join(out, 'public', copy))
    return `/${copy}`
  }
  show(file)
  return `/${pageOf(file)}.md`
}

/** Where a link's text is a file's name, it becomes the page's title. */
function moveLink(file, name, link) {
  const target = linked(file, link)
  const title = name && titles.get(target.slice(1).replace(/#.*/, ''))
  return `${title ? '[' + title : name ?? ''}](${target})`
}

function show(file) {
  if (shown.has(file)) {
    return
  }
  shown.add(file)
  const source = path.join(checkout, file)
  const head = `---\nsearch: false\naside: false\n---\n# ${file}\n\n`
  if (fs.statSync(source).isDirectory()) {
    const files = fs.readdirSync(source).sort().map(name => `${file}/${name}`)
    files.forEach(show)
    write(`${pageOf(file)}.md`, head + files.map(name => `- [${name}](/${pageOf(name)}.md)\n`).join(''))
  } else {
    const language = LANGUAGES[path.extname(file)] ?? 'txt'
    write(`${pageOf(file)}.md`, `${head}\`\`\`\`${language}\n${fs.readFileSync(source, 'utf8')}\`\`\`\`\n`)
  }
}

fs.rmSync(out, { recursive: true, force: true })
for (const [file, page] of known) {
  const text = fs.readFileSync(path.join(checkout, file), 'utf8')
  const parts = text.split(new RegExp(CODE.source, 'gm'))
  const moved = parts.map((part, index) =>
    index % 2 ? part : part.replace(/(\[[\w-]+\.md)?\]\(([^)\s]+)\)/g, (_, name, link) => moveLink(file, name, link)))
  write(page, moved.join(''))
}
fs.copyFileSync(path.join(checkout, 'src/main/resources/io/sallyport/api/dashboard/icon.svg'), path.join(out, 'public/icon.svg'))
fs.mkdirSync(path.join(out, '.vitepress'))
fs.cpSync(path.join(site, 'theme'), path.join(out, '.vitepress/theme'), { recursive: true })
fs.copyFileSync(path.join(site, 'config.mjs'), path.join(out, '.vitepress/config.mjs'))
