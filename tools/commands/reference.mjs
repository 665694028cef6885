/**
 * `npm run reference`: makes the API reference in docs/reference from the doc comments, with TypeDoc. It is not in git,
 * because a copy would fall behind the source.
 *
 * TypeDoc needs an older TypeScript than the packages. Only this command installs the two.
 */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installApart } from '../apart.mjs'
import { step } from '../processes.mjs'
import { manifest, publishedPackages, root } from '../workspace.mjs'
import { repositoryAddress } from '../published-manifest.cjs'

const dependencies = { typedoc: '0.28.20', typescript: '6.0.2' }

export async function run() {
  const installed = await installApart('typedoc', { dependencies })
  const folder = join(installed, '..')
  rmSync(join(root, 'docs/reference'), { recursive: true, force: true })
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(compilerOptions()))
  const config = join(folder, 'typedoc.config.mjs')
  writeFileSync(config, configuration(options(folder)))
  const args = [join(installed, 'typedoc/bin/typedoc'), '--options', config]
  if (!(await step('Building the reference', args))) return 1
  console.log(`The reference is in ${join(root, 'docs/reference/index.html')}`)
  return 0
}

function entryPoints() {
  return publishedPackages().flatMap(({ path, manifest: { exports } }) =>
    Object.values(exports).flatMap((entry) => {
      const source = entry['@chrome-socket/source']
      return source === undefined ? [] : [join(path, source)]
    }),
  )
}

function compilerOptions() {
  return {
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions: {
      rootDir: root,
      lib: ['ES2023', 'DOM', 'ESNext.Disposable'],
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
    },
    files: entryPoints(),
  }
}

/** `@errors` lists what a function gives when it fails; what it throws stands in `@throws`, a tag that TypeDoc knows. */
function configuration(known) {
  return [
    "import { OptionDefaults } from 'typedoc'",
    `export default { ...${JSON.stringify(known)}, blockTags: [...OptionDefaults.blockTags, '@errors'] }`,
  ].join('\n')
}

function options(folder) {
  const address = repositoryAddress(manifest)
  return {
    entryPoints: entryPoints(),
    tsconfig: join(folder, 'tsconfig.json'),
    out: join(root, 'docs/reference'),
    name: 'chrome.socket',
    readme: 'none',
    excludePrivate: true,
    excludeInternal: true,
    excludeExternals: true,
    // Links to Node's own types lead nowhere, because their documentation is not in this reference.
    externalSymbolLinkMappings: { '@types/node': { '*': '#' }, typescript: { '*': '#' } },
    disableSources: address === undefined,
    ...(address === undefined ? {} : { sourceLinkTemplate: `${address}/blob/{gitRevision}/{path}#L{line}` }),
    validation: { notExported: false, invalidLink: true, rewrittenLink: false, notDocumented: true },
    requiredToBeDocumented: ['Variable', 'Function', 'Class', 'Interface', 'TypeAlias', 'Enum'],
    treatWarningsAsErrors: true,
  }
}
