/**
 * Tests the size of the code that a page loads, minified and gzipped: for TLS by this package with WebCrypto, and for
 * chrome.socket alone. Parts that are loaded on demand (ciphers and curves in JavaScript, node:crypto, forge, PKCS#12) do not
 * count, and no static import may include them.
 */
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { rolldown, type OutputChunk } from 'rolldown'
import { expect, it } from 'vitest'

/** Returns the code that a page loads at once for `source`, a file of this repository. */
async function loadedFor(source: string): Promise<{ readonly bytes: number; readonly modules: readonly string[] }> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL(`../../${source}`, import.meta.url)),
    platform: 'browser',
    resolve: { conditionNames: ['@chrome-socket/source', 'import', 'browser', 'default'] },
    logLevel: 'silent',
  })
  const { output } = await bundle.generate({ format: 'esm', minify: true })
  const chunks = new Map(
    output.filter((part): part is OutputChunk => part.type === 'chunk').map((chunk) => [chunk.fileName, chunk]),
  )
  const entry = [...chunks.values()].find((chunk) => chunk.isEntry)
  const needed = new Set<string>()
  const need = (name: string): void => {
    if (needed.has(name)) return
    needed.add(name)
    for (const imported of chunks.get(name)?.imports ?? []) need(imported)
  }
  if (entry !== undefined) need(entry.fileName)
  const parts = Array.from(needed, (name) => chunks.get(name))
  return {
    bytes: parts.reduce((sum, chunk) => sum + gzipSync(chunk?.code ?? '').length, 0),
    modules: parts.flatMap((chunk) => Object.keys(chunk?.modules ?? {})),
  }
}

it('TLS is 46 KB', { timeout: 60_000 }, async () => {
  const { bytes, modules } = await loadedFor('tls-forge/src/index.ts')
  const onNeed = /node-forge|noble.(curves|ciphers)|crypto\/(pure|node)\.ts|pkcs12|issuance-rules|runtime-anchors/
  expect(modules.filter((name) => onNeed.test(name))).toEqual([])
  expect(modules.some((name) => name.endsWith('handshake/client-13.ts'))).toBe(true)
  expect(bytes).toBeLessThanOrEqual(46_300)
})

it('chrome.socket alone is 12.6 KB', { timeout: 60_000 }, async () => {
  const { bytes, modules } = await loadedFor('api/src/socket.ts')
  expect(modules.filter((name) => /namespaces\/sockets|posix-error/.test(name))).toEqual([])
  expect(bytes).toBeLessThanOrEqual(12_800)
})

/** Returns the files of this repository that a bundle of `source` contains. */
async function filesFor(source: string): Promise<readonly string[]> {
  const entry = '\0entry'
  const bundle = await rolldown({
    input: entry,
    platform: 'browser',
    resolve: { conditionNames: ['@chrome-socket/source', 'import', 'browser', 'default'] },
    plugins: [
      {
        name: 'entry',
        resolveId(id, importer) {
          if (id === entry) return id
          return importer === entry ? this.resolve(id, fileURLToPath(import.meta.url)) : undefined
        },
        load: (id) => (id === entry ? source : undefined),
      },
    ],
    logLevel: 'silent',
  })
  const { output } = await bundle.generate({ format: 'esm' })
  const files = output.flatMap((part) =>
    part.type === 'chunk' && part.isEntry
      ? Object.entries(part.modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : []))
      : [],
  )
  return files.flatMap((id) => /packages\/(.*)/.exec(id)?.[1] ?? []).toSorted()
}

it('includes no part of the API that is not used', { timeout: 60_000 }, async () => {
  expect(await filesFor("export { netErrorToString } from '@chrome-socket/api'")).toEqual([
    'api/src/backend/net-error.ts',
  ])
})

it('keeps a module that registers itself', { timeout: 60_000 }, async () => {
  expect(await filesFor("import '@chrome-socket/tls-forge/register'")).toContain('tls-forge/src/register.ts')
  expect(await filesFor("import '@chrome-socket/api/global'")).toContain('api/src/global.ts')
})
