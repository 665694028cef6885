/**
 * Makes the published package.json. The root's package.json has the common fields: `author`, `keywords`, and `repository`,
 * which also gives `homepage` and `bugs`. A package may add keywords. Scripts and devDependencies are removed, because users
 * of a package do not need them.
 *
 * The file is CommonJS, because .pnpmfile.cjs loads it.
 */
const { readFileSync } = require('node:fs')
const { join } = require('node:path')

/** The address of the repository's page, or undefined if package.json has no `repository`. */
function repositoryAddress(rootManifest) {
  const { repository } = rootManifest
  const url = typeof repository === 'object' ? repository.url : repository
  return url === undefined ? undefined : url.replace(/^git\+/, '').replace(/\.git$/, '')
}

/** The published package.json of a package whose package.json is `manifest`. */
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
