/** Every `@example` of a doc comment passes the type checker, as a module of its own that may use the global `chrome`. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { examples } from '../doc-comments.mjs'
import { checkSamples } from '../sample-check.mjs'
import { publishedPackages } from '../workspace.mjs'

const chrome = ['global', 'global-runtime', 'global-sockets'].map((door) => `import '@chrome-socket/api/${door}'`)

const found = publishedPackages()
  .flatMap(({ path }) => readdirSync(join(path, 'src'), { recursive: true }).map((file) => join(path, 'src', file)))
  .filter((file) => file.endsWith('.ts'))
  .flatMap(examples)

describe('examples', () => {
  let checked

  beforeAll(() => {
    checked = checkSamples('.documented', found, `${chrome.join('\n')}\n`)
  }, 60_000)

  it.each(found)('$name', ({ name, source }) => {
    expect(checked.errors.get(name)).toEqual([])
    expect(source.split('\n').length).toBeLessThan(15)
  })

  it('are all that the type checker complains of', () => {
    expect(checked.others).toEqual([])
    expect(found.length).toBeGreaterThan(150)
  })
})
