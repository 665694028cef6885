/** Every relative link has an existing target, and every sample of code passes the type checker. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { anchors, markdownFiles, relativeLinks, samples } from '../markdown.mjs'
import { checkSamples } from '../sample-check.mjs'
import { root } from '../workspace.mjs'

const files = markdownFiles()

/** The page that builds a backend in several blocks. The tests run the whole code in examples/net-backend. */
const inSteps = 'docs/writing-a-backend.md'

describe.each(files)('%s', (file) => {
  const links = relativeLinks(file)

  it('has only links with an existing target', () => {
    const broken = links.filter((link) => {
      const [path, anchor] = link.split('#')
      const target = path === '' ? file : join(dirname(file), decodeURI(path))
      if (!existsSync(join(root, target))) return true
      return anchor !== undefined && target.endsWith('.md') && !anchors(target).includes(anchor)
    })
    expect(broken).toEqual([])
  })
})

describe('samples', () => {
  const found = files.filter((file) => file !== inSteps).flatMap(samples)
  let checked

  beforeAll(() => {
    checked = checkSamples('.markdown', found)
  }, 60_000)

  it.each(found)('$name', ({ name }) => {
    expect(checked.errors.get(name)).toEqual([])
  })

  it('are all that the type checker complains of', () => {
    expect(checked.others).toEqual([])
    expect(found.length).toBeGreaterThan(10)
  })
})
