/** Every entry and every exported name has a doc comment. `npm run reference` makes pages of these comments. */
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { exportedNames } from '../exported-names.mjs'
import { publishedPackages, root } from '../workspace.mjs'

const entries = publishedPackages().flatMap(({ path, manifest }) =>
  Object.entries(manifest.exports).flatMap(([entry, { '@chrome-socket/source': source }]) =>
    source === undefined ? [] : [{ title: manifest.name + entry.slice(1), file: join(path, source) }],
  ),
)

describe.each(entries)('$title', ({ file }) => {
  const names = [...exportedNames(file)].filter(([, found]) => found !== undefined)

  it('begins with a doc comment', () => {
    expect(readFileSync(file, 'utf8')).toMatch(/^(?:\/\/\/.*\n)*\/\*\*/)
  })

  it('has a comment for every exported name', () => {
    const silent = names.filter(([, { comment }]) => comment === undefined)
    expect(silent.map(([name, found]) => `${name} in ${relative(root, found.file)}`)).toEqual([])
  })
})

it('exportedNames finds the file that declares a name', () => {
  const names = exportedNames(join(root, 'packages/api/src/index.ts'))
  expect([...names.keys()]).toEqual(expect.arrayContaining(['createChrome', 'NetError', 'ChromeSocket', 'Backend']))
  expect(names.get('Backend').file).toBe(join(root, 'packages/api/src/backend/contract.ts'))
})
