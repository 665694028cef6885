/** Problems of a tarball that publint and are-the-types-wrong do not find: missing files, and files that no entry reaches. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { publishedPackages } from './workspace.mjs'

/** The problems in a tarball, as sentences. */
export function problemsIn(tarball) {
  const folder = mkdtempSync(join(tmpdir(), 'chrome-socket-pack-'))
  try {
    const { status, stderr } = spawnSync('tar', ['-xzf', tarball, '-C', folder], { encoding: 'utf8' })
    if (status !== 0) return [`tar cannot read it: ${stderr}`]
    return problemsOf(join(folder, 'package'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The problems in the folder of an unpacked package. */
export function problemsOf(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  // A package has no changelog before its first release.
  const wasReleased = publishedPackages().some(
    ({ manifest: { name, version } }) => name === manifest.name && version !== '0.0.0',
  )
  const missing = ['README.md', 'LICENSE', ...(wasReleased ? ['CHANGELOG.md'] : [])]
    .filter((name) => !existsSync(join(folder, name)))
    .map((name) => `${name} is missing`)
  const entries = entriesOf(manifest)
  const lost = entries.filter((entry) => !existsSync(join(folder, entry))).map((entry) => `${entry} is not in it`)
  const reached = filesReachedFrom(entries.map((entry) => join(folder, entry)))
  const unreachable = readdirSync(join(folder, 'dist'), { recursive: true })
    .map((name) => join(folder, 'dist', name))
    .filter((file) => file.endsWith('.js') && !reached.has(file) && !isEmpty(file))
    .map((file) => `${relative(folder, file)} is published, but no entry reaches it`)
  return [...missing, ...lost, ...unreachable]
}

/** The JavaScript files that `exports`, `imports` and `bin` name. */
function entriesOf({ exports, imports, bin }) {
  const targets = (value) => (typeof value === 'string' ? [value] : Object.values(value || {}).flatMap(targets))
  return [exports, imports, bin].flatMap(targets).filter((path) => path.endsWith('.js'))
}

/** Whether a file is empty because its source has types only. Nothing imports such a file at run time. */
function isEmpty(file) {
  return /^export \{\};?\s*(\/\/.*\s*)*$/.test(readFileSync(file, 'utf8').replace(/^\s*\/\*[^]*?\*\/\s*/, ''))
}

/** Follows relative imports, static and dynamic, and files that `new URL('…', import.meta.url)` names. */
function filesReachedFrom(entries) {
  const reached = new Set()
  const visit = (file) => {
    if (reached.has(file) || !existsSync(file)) return
    reached.add(file)
    const named = /['"](\.{1,2}\/[^'"\n]+\.m?js)['"]|new URL\(['"]([^'"\n]+\.m?js)['"]/g
    for (const [, imported, located] of readFileSync(file, 'utf8').matchAll(named)) {
      visit(resolve(dirname(file), imported ?? located))
    }
  }
  for (const entry of entries) visit(resolve(entry))
  return reached
}
