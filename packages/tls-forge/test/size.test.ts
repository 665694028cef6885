/**
 * Tests the size of the code that a page loads for TLS: the package with WebCrypto, minified and gzipped. Parts that
 * are loaded on demand (ciphers and curves in JavaScript, node:crypto, forge) do not count, and no static import may
 * include them.
 */
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { rolldown, type OutputChunk } from 'rolldown'
import { expect, it } from 'vitest'

const maxBytes = 60 * 1024

it('stays within 60 KB', { timeout: 60_000 }, async () => {
  const bundle = await rolldown({
    input: fileURLToPath(new URL('../src/index.ts', import.meta.url)),
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
  const size = parts.reduce((sum, chunk) => sum + gzipSync(chunk?.code ?? '').length, 0)
  const modules = parts.flatMap((chunk) => Object.keys(chunk?.modules ?? {}))
  expect(modules.filter((name) => /node-forge|noble.(curves|ciphers)|crypto\/(pure|node)\.ts/.test(name))).toEqual([])
  expect(modules.some((name) => name.endsWith('handshake/client-13.ts'))).toBe(true)
  expect(size).toBeLessThanOrEqual(maxBytes)
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
