/**
 * The package.json that is published. What all packages have in common stands once, in the root's package.json:
 * `repository`, from which `homepage` and `bugs` follow, `author` and `keywords`; a package may have keywords of its own.
 * Scripts and devDependencies are of no use to who installs a package.
 *
 * CommonJS, since pnpm loads it (.pnpmfile.cjs).
 */
const { readFileSync } = require('node:fs')
const { join } = require('node:path')

/** The address of the repository's page, or undefined while nobody has filled it in. */
function repositoryAddress(rootManifest) {
  const { repository } = rootManifest
  const url = typeof repository === 'object' ? repository.url : repository
  return url === undefined ? undefined : url.replace(/^git\+/, '').replace(/\.git$/, '')
}

/** Of the folder `packages/NAME`, whose package.json is `manifest`. */
function published(manifest, rootManifest = readRootManifest()) {
  const { scripts: _scripts, devDependencies: _devDependencies, ...kept } = manifest
  const folder = `packages/${manifest.name.replace(/^@chrome-socket\//, '')}`
  const address = repositoryAddress(rootManifest)
  const links = address === undefined ? {} : linksOf(address, folder, rootManifest.repository)
  const keywords = [...new Set([...(rootManifest.keywords || []), ...(manifest.keywords || [])])]
  return { ...kept, ...links, author: rootManifest.author, keywords }
}

function linksOf(address, folder, repository) {
  return {
    homepage: `${address}/tree/main/${folder}#readme`,
    bugs: `${address}/issues`,
    repository: { type: 'git', url: typeof repository === 'object' ? repository.url : repository, directory: folder },
  }
}

function readRootManifest() {
  return JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8'))
}

module.exports = { published, repositoryAddress }
