/** What every package that is published has in common. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { published, repositoryAddress } from '../published-manifest.cjs'
import { manifest as rootManifest, publishedPackages } from '../workspace.mjs'

const packages = publishedPackages()

describe.each(packages.map((each) => [each.manifest.name, each]))('%s', (name, { path, manifest }) => {
  it('says what it is, under which licence, and where it runs', () => {
    expect(manifest).toMatchObject({ license: 'MIT', type: 'module', engines: rootManifest.engines })
    expect(manifest.description).toMatch(/\S/)
  })

  it('has a README that says how it is installed', () => {
    const readme = readFileSync(join(path, 'README.md'), 'utf8')
    expect(readme).toMatch(new RegExp(`^(npm install|bun add|npx) .*${name}`, 'm'))
  })

  it('publishes its build, its source and its changelog, and is built before it is packed', () => {
    expect(manifest.files).toEqual(expect.arrayContaining(['dist', 'src', 'CHANGELOG.md']))
    expect(manifest.scripts.prepack).toBe(`node ../../tools/dev.mjs build ${name}`)
  })

  it('exports its package.json, and sources that exist', () => {
    expect(manifest.exports['./package.json']).toBe('./package.json')
    const sources = Object.values(manifest.exports).flatMap((entry) => entry['@chrome-socket/source'] ?? [])
    for (const source of sources) expect(existsSync(join(path, source)), source).toBe(true)
  })

  it('leaves room for patches of what it depends on', () => {
    for (const [dependency, range] of Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies })) {
      expect(range, dependency).toMatch(/^(\^|workspace:\^|>=)/)
    }
  })

  it('is built after the packages that it imports, and waits for no other', () => {
    const isOurs = (dependency) => packages.some((each) => each.manifest.name === dependency)
    const imported = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).filter(isOurs)
    const forTests = Object.keys(manifest.devDependencies ?? {}).filter(isOurs)
    const file = join(path, 'turbo.json')
    // Without a file of its own a package is built after all that its package.json names, those of its tests, too.
    if (!existsSync(file)) return expect(imported).toEqual(expect.arrayContaining(forTests))
    const { dependsOn } = JSON.parse(readFileSync(file, 'utf8')).tasks.build
    expect(dependsOn.toSorted()).toEqual(imported.map((dependency) => `${dependency}#build`).toSorted())
  })

  it('is one of a kind with its peers', () => {
    for (const peer of Object.keys(manifest.peerDependencies ?? {})) {
      if (peer.startsWith('@chrome-socket/')) expect(manifest.devDependencies[peer], peer).toBe('workspace:*')
    }
  })
})

describe('the package.json that is published', () => {
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

  it('has no links while nobody has said where the repository is', () => {
    expect(repositoryAddress({})).toBeUndefined()
    expect(published(source, { author: 'A' })).not.toHaveProperty('homepage')
  })
})
