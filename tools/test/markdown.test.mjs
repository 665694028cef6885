/** Every relative link has an existing target, and every sample of code passes the type checker. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anchors, markdownFiles, relativeLinks, samples } from '../markdown.mjs'
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
  // Code in this folder can import all packages.
  const folder = join(root, 'examples/.markdown')
  const written = files
    .filter((file) => file !== inSteps)
    .flatMap(samples)
    .map((sample, index) => ({
      ...sample,
      path: join(folder, `${sample.name.replaceAll(/[^\w.]+/g, '-')}-${index}.${sample.language}`),
    }))
  let output = ''

  /** Compiles the samples of a language. JavaScript is not checked strictly, because its parameters have no types. */
  function check(language) {
    const strictness = language === 'js' ? { strict: false, noImplicitAny: false } : {}
    const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false, rootDir: '../..', ...strictness }
    const own = written.filter((sample) => sample.language === language).map(({ path }) => path)
    const config = join(folder, `${language}.json`)
    writeFileSync(config, JSON.stringify({ extends: '../tsconfig.json', compilerOptions, files: own, include: [] }))
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    return spawnSync(process.execPath, [tsc, '-p', config, '--pretty', 'false'], { cwd: root, encoding: 'utf8' }).stdout
  }

  beforeAll(() => {
    mkdirSync(folder, { recursive: true })
    for (const { path, source } of written) writeFileSync(path, `${source}\nexport {}\n`)
    output = ['ts', 'js'].map(check).join('\n')
  }, 60_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(written)('$name', ({ path }) => {
    const own = relative(root, path)
    const errors = output.split('\n').filter((line) => line.startsWith(`${own}(`))
    expect(errors).toEqual([])
  })

  it('are all read by the type checker', () => {
    expect(output.split('\n').filter((line) => line.startsWith('error'))).toEqual([])
    expect(written.length).toBeGreaterThan(10)
  })
})
