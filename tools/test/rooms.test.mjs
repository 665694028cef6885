/**
 * Checks that the imports of a package form no cycle, including imports of types, which the linter's `import/no-cycle`
 * ignores. It also checks that no room of the API, a folder of packages/api/src, imports from a room above it.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../workspace.mjs'

/** The rooms of packages/api/src from the lowest to the highest. See docs/architecture.md. */
const roomsOfApi = ['backend', 'sockets', 'policy', 'bindings', 'namespaces']

function sourcesOf(packageName) {
  const folder = join(root, 'packages', packageName, 'src')
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
}

function importsOf(file) {
  const code = readFileSync(file, 'utf8').replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '')
  return [...code.matchAll(/(?:from|import\()\s*'(\.[^']*)'/g)].map(([, path]) => resolve(dirname(file), path))
}

/** The first cycle that is found, or undefined. */
function findCircle(files) {
  const done = new Set()
  const visit = (file, path) => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (done.has(file)) return undefined
    for (const imported of importsOf(file).filter((each) => each.endsWith('.ts'))) {
      const circle = visit(imported, [...path, file])
      if (circle !== undefined) return circle
    }
    done.add(file)
    return undefined
  }
  for (const file of files) {
    const circle = visit(file, [])
    if (circle !== undefined) return circle
  }
  return undefined
}

describe('imports', () => {
  it.each(readdirSync(join(root, 'packages')))('of %s form no cycle', (name) => {
    expect(findCircle(sourcesOf(name))?.map((file) => relative(root, file))).toBeUndefined()
  })

  it('of the API never go to a higher room', () => {
    const src = join(root, 'packages/api/src')
    const floorOf = (file) => {
      const room = relative(src, file).split('/')[0]
      return roomsOfApi.includes(room) ? roomsOfApi.indexOf(room) : roomsOfApi.length
    }
    const upwards = sourcesOf('api').flatMap((file) =>
      importsOf(file)
        .filter((imported) => floorOf(imported) > floorOf(file))
        .map((imported) => `${relative(src, file)} imports ${relative(src, imported)}`),
    )
    expect(upwards).toEqual([])
  })
})
