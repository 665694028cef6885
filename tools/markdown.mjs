/** The Markdown of the repository as data: its links, its headings and its samples of code. */
import { spawnSync } from 'node:child_process'
import { read, root } from './workspace.mjs'

/** Paths of the Markdown files that git has or does not ignore, without the files that a release writes. */
export function markdownFiles() {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '*.md']
  const { stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' })
  return stdout.split('\n').filter((file) => file !== '' && !/CHANGELOG|^\.changeset/.test(file))
}

/** The targets of links and pictures that are relative, including anchors of the page itself. */
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
 * The blocks of TypeScript and JavaScript that are whole modules, as `{ name, language, source }`. Such a block imports
 * packages and no relative file.
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

/** Removes the blocks of code. Inline code stays, because in a heading it is part of the anchor. */
function withoutBlocks(text) {
  return text.replaceAll(/^```[^]*?^```/gm, '')
}
