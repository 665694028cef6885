/** The Markdown of the repository as data: its links, its headings and its samples of code. */
import { spawnSync } from 'node:child_process'
import { read, root } from './workspace.mjs'

/** Paths of the files that are in git or about to be, without those that a release writes. */
export function markdownFiles() {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '*.md']
  const { stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' })
  return stdout.split('\n').filter((file) => file !== '' && !/CHANGELOG|^\.changeset/.test(file))
}

/** Targets of links and pictures that are relative or an anchor of the page itself. */
export function relativeLinks(file) {
  const targets = [...withoutCode(read(file)).matchAll(/\]\(([^)\s]+)\)|\b(?:src|href)="([^"]+)"/g)]
  return targets.map(([, link, attribute]) => link ?? attribute).filter((target) => !/^[a-z]+:/i.test(target))
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchors(file) {
  const headings = [...withoutBlocks(read(file)).matchAll(/^#+ (.*)$/gm)]
  return headings.map(([, heading]) =>
    heading
      .toLowerCase()
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replaceAll(/[^\p{L}\p{N}\- _]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/**
 * `{ name, language, source }` of each block of TypeScript and JavaScript that is a whole module: it imports what it uses, and
 * no file of its reader's.
 */
export function samples(file) {
  const blocks = [...read(file).matchAll(/^```(ts|js)\n([^]*?)^```/gm)]
  return blocks
    .map(([, language, source], index) => ({ name: `${file}, block ${index + 1}`, language, source }))
    .filter(({ source }) => /^import /m.test(source) && !/ from '\.{1,2}\//.test(source))
}

function withoutCode(text) {
  return withoutBlocks(text).replaceAll(/`[^`\n]*`/g, '')
}

/** A heading keeps its inline code: it is part of the anchor. */
function withoutBlocks(text) {
  return text.replaceAll(/^```[^]*?^```/gm, '')
}
