/** Every relative link leads somewhere, and every sample of code passes the type checker. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { anchors, markdownFiles, relativeLinks, samples } from '../markdown.mjs'
import { checkSamples } from '../sample-check.mjs'
import { root } from '../workspace.mjs'

const files = markdownFiles()

/** Built step by step: only the last state is whole. It stands in examples/net-backend, which the tests run. */
const inSteps = 'docs/writing-a-backend.md'

describe.each(files)('%s', (file) => {
  const links = relativeLinks(file)

  it('its links lead somewhere', () => {
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
