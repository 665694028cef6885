/**
 * Makes the published package.json. The root's package.json has the common fields: `author`, `keywords`, and `repository`,
 * which also gives `homepage` and `bugs`. A package may add keywords. Scripts and devDependencies are removed, because users
 * of a package do not need them.
 *
 * The file is CommonJS, because .pnpmfile.cjs loads it.
 */
const { readFileSync } = require('node:fs')
const { join } = require('node:path')

const firstVersion = '0.1.0'

/** The address of the repository's page, or undefined if package.json has no `repository`. */
function repositoryAddress(rootManifest) {
  const { repository } = rootManifest
  const url = typeof repository === 'object' ? repository.url : repository
  return url === undefined ? undefined : url.replace(/^git\+/, '').replace(/\.git$/, '')
}

/** The published package.json of a package whose package.json is `manifest`. */
function published(manifest, rootManifest = readRootManifest()) {
  const { scripts: _scripts, devDependencies: _devDependencies, ...kept } = asOfRelease(manifest)
  const folder = `packages/${manifest.name.replace(/^@chrome-socket\//, '')}`
  const address = repositoryAddress(rootManifest)
  const links = address === undefined ? {} : linksOf(address, folder, rootManifest.repository)
  const keywords = [...new Set([...(rootManifest.keywords || []), ...(manifest.keywords || [])])]
  return { ...kept, ...links, author: rootManifest.author, keywords }
}

/**
 * Before the first release every package is 0.0.0, and asks for `^0.1.0` of the API. A tarball gets the version of that release,
 * so that npm installs the tarballs together.
 */
function asOfRelease(manifest) {
  if (manifest.version !== '0.0.0') return manifest
  const raised = (ranges) =>
    Object.fromEntries(Object.entries(ranges).map(([name, range]) => [name, range.replace('0.0.0', firstVersion)]))
  const lists = ['dependencies', 'peerDependencies'].filter((list) => manifest[list] !== undefined)
  return {
    ...manifest,
    version: firstVersion,
    ...Object.fromEntries(lists.map((list) => [list, raised(manifest[list])])),
  }
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
