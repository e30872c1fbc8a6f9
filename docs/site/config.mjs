// VitePress's configuration. bin/site sets the variables.
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const checkout = process.env.SITE_CHECKOUT
const { sidebar } = await import(pathToFileURL(path.join(checkout, 'docs/site/pages.mjs')))

/** The anchors that code hosts give to headings; DocumentsTest has the same rule. */
function slugify(heading) {
  return heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-')
}

export default {
  title: 'Sallyport',
  description: 'Keeps Nginx and HAProxy configured from the labels of Docker containers',
  base: process.env.SITE_BASE,
  outDir: process.env.SITE_OUT,
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: process.env.SITE_BASE + 'icon.svg' }]],
  markdown: {
    anchor: { slugify },
    toc: { slugify },
    config(markdown) {
      // `{{ }}` in code is a template's, not the page's; long names may break after their punctuation.
      const code = markdown.renderer.rules.code_inline
      markdown.renderer.rules.code_inline = (...all) =>
        code(...all)
          .replace(/^<code/, '<code v-pre')
          .replace(/(?<=>.*)([a-z0-9][._=/])(?=[\w$])/gi, '$1<wbr>')
    },
  },
  themeConfig: {
    logo: '/icon.svg',
    search: { provider: 'local' },
    outline: [2, 3],
    sidebar: sidebar(checkout),
    nav: [
      { text: 'Quick start', link: '/quick-start' },
      { text: 'Labels', link: '/labels' },
      { text: 'Settings', link: '/settings' },
      { text: 'Operations', link: '/operations' },
    ],
    footer: { message: 'Apache License 2.0' },
  },
}
