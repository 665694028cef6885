/** Properties that every published package must have. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { published, repositoryAddress } from '../published-manifest.cjs'
import { manifest as rootManifest, publishedPackages } from '../workspace.mjs'

const packages = publishedPackages()

describe.each(packages.map((each) => [each.manifest.name, each]))('%s', (name, { path, manifest }) => {
  it('has a description, a licence and a range of Node versions', () => {
    expect(manifest).toMatchObject({ license: 'MIT', type: 'module', engines: rootManifest.engines })
    expect(manifest.description).toMatch(/\S/)
  })

  it('has a README with a command that installs it', () => {
    const readme = readFileSync(join(path, 'README.md'), 'utf8')
    expect(readme).toMatch(new RegExp(`^(npm install|bun add|npx) .*${name}`, 'm'))
  })

  it('publishes its build, its source and its changelog, and builds before it packs', () => {
    expect(manifest.files).toEqual(expect.arrayContaining(['dist', 'src', 'CHANGELOG.md']))
    expect(manifest.scripts.prepack).toBe(`node ../../tools/dev.mjs build ${name}`)
  })

  it('exports its package.json, and sources that exist', () => {
    expect(manifest.exports['./package.json']).toBe('./package.json')
    const sources = Object.values(manifest.exports).flatMap((entry) => entry['@chrome-socket/source'] ?? [])
    for (const source of sources) expect(existsSync(join(path, source)), source).toBe(true)
  })

  it('accepts patches of its dependencies', () => {
    for (const [dependency, range] of Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies })) {
      expect(range, dependency).toMatch(/^(\^|workspace:\^|>=)/)
    }
  })

  it('is built after the packages that it imports, and does not wait for others', () => {
    const isOurs = (dependency) => packages.some((each) => each.manifest.name === dependency)
    const imported = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).filter(isOurs)
    const forTests = Object.keys(manifest.devDependencies ?? {}).filter(isOurs)
    const file = join(path, 'turbo.json')
    // Without its own turbo.json a package is built after all packages in its package.json, including those of its tests.
    if (!existsSync(file)) return expect(imported).toEqual(expect.arrayContaining(forTests))
    const { dependsOn } = JSON.parse(readFileSync(file, 'utf8')).tasks.build
    expect(dependsOn.toSorted()).toEqual(imported.map((dependency) => `${dependency}#build`).toSorted())
  })

  it('uses its peers from the workspace', () => {
    for (const peer of Object.keys(manifest.peerDependencies ?? {})) {
      if (peer.startsWith('@chrome-socket/')) expect(manifest.devDependencies[peer], peer).toBe('workspace:*')
    }
  })
})

describe('the published package.json', () => {
  const source = {
    name: '@chrome-socket/api',
    keywords: ['own'],
    scripts: { build: 'tsc' },
    devDependencies: { x: '1' },
  }

  it('has the links of the repository, for the folder of the package', () => {
    const repository = { type: 'git', url: 'git+https://example.org/owner/name.git' }
    expect(published(source, { repository, author: 'A', keywords: ['all'] })).toEqual({
      name: '@chrome-socket/api',
      homepage: 'https://example.org/owner/name/tree/main/packages/api#readme',
      bugs: 'https://example.org/owner/name/issues',
      repository: { ...repository, directory: 'packages/api' },
      author: 'A',
      keywords: ['all', 'own'],
    })
  })

  it('has no links if the address of the repository is missing', () => {
    expect(repositoryAddress({})).toBeUndefined()
    expect(published(source, { author: 'A' })).not.toHaveProperty('homepage')
  })
})
