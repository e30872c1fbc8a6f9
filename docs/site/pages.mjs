// Which file of the repository is which page of the site, and how pages are grouped.
import fs from 'node:fs'
import path from 'node:path'

const NAMED = {
  'docs/site/home.md': 'index.md',
  'README.md': 'overview.md',
  'docs/README.md': 'documents.md',
  'ARCHITECTURE.md': 'architecture.md',
  'CONTRIBUTING.md': 'contributing.md',
  'CHANGELOG.md': 'changelog.md',
}

/** Pages by the files that they are made of, both as paths from their roots. */
export function pages(checkout) {
  const found = new Map(Object.entries(NAMED))
  for (const folder of ['docs', 'docs/decisions']) {
    for (const name of fs.readdirSync(path.join(checkout, folder)).sort()) {
      const file = `${folder}/${name}`
      if (name.endsWith('.md') && !found.has(file)) {
        found.set(file, file.slice('docs/'.length))
      }
    }
  }
  return found
}

/** The sidebar: headings of docs/README.md, and the documents in the lists below them. */
export function sidebar(checkout) {
  const known = pages(checkout)
  const groups = []
  for (const line of fs.readFileSync(path.join(checkout, 'docs/README.md'), 'utf8').split('\n')) {
    const heading = line.match(/^## (.+)$/)
    const entry = line.match(/^- \[(.+?)\]\(([^)]+\.md)\)/)
    if (heading) {
      groups.push({ text: heading[1], items: [] })
    } else if (entry && groups.length > 0) {
      const page = known.get(path.posix.join('docs', entry[2]))
      groups.at(-1).items.push({ text: entry[1], link: '/' + page.replace(/\.md$/, '') })
    }
  }
  const decisions = groups.find(group => group.text === 'Decisions')
  if (decisions) {
    decisions.collapsed = true
  }
  return groups
}
