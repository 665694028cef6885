/**
 * Runs the tests of this package in Bun, if another runtime runs this file. It uses the Bun in the environment variable BUN,
 * else the Bun of the workspace, else the Bun in the PATH.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sharedPeersVariable, startPeers } from '@chrome-socket/conformance'
import { serveCases, servedCasesVariable } from '@chrome-socket/conformance/certificates'
import { describe, expect, inject, it } from 'vitest'
import { inBun } from './in-bun.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

function findBun(): string | undefined {
  const candidates = [process.env['BUN'], join(root, 'node_modules/.bin/bun'), 'bun']
  return candidates.find((path) => {
    try {
      return path !== undefined && execFileSync(path, ['--version'], { stdio: 'pipe' }).length > 0
    } catch {
      return false
    }
  })
}

/** Runs a program. Resolves to its exit code and its output. */
async function run(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ code: unknown; output: string }> {
  const env = { ...process.env, ...environment }
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      output += text.toString()
    })
  }
  const [code] = await once(child, 'close')
  return { code, output }
}

describe.skipIf(inBun)('outside Bun', () => {
  it('the error names the package to use instead', async () => {
    const { bunBackend, bunTls } = await import('../src/index.ts')
    for (const load of [bunBackend, bunTls]) expect(load).toThrow('use @chrome-socket/backend-node')
    await expect(import('../src/register.ts')).rejects.toThrow('use @chrome-socket/backend-node')
  })

  const bun = findBun()
  if (bun === undefined) {
    it.skip('every other test of this package: no Bun in BUN, in node_modules or in the PATH', () => {})
    return
  }
  // The title has the pattern of `-t`, so that the pattern also selects this test.
  const namePattern = inject('namePattern')
  const selection = namePattern === '' ? [] : ['-t', namePattern]
  it(['every other test of this package, in Bun', ...selection].join(' '), { timeout: 900_000 }, async () => {
    const vitest = join(root, 'node_modules/vitest/vitest.mjs')
    const { close, ...peers } = await startPeers()
    const { close: closeCases, ...cases } = await serveCases()
    const folder = mkdtempSync(join(tmpdir(), 'backend-bun-'))
    const casesFile = join(folder, 'certificate-cases.json')
    writeFileSync(casesFile, JSON.stringify(cases))
    const environment = { [sharedPeersVariable]: JSON.stringify(peers), [servedCasesVariable]: casesFile }
    const args = ['--bun', vitest, 'run', 'packages/backend-bun', ...selection]
    const { code, output } = await run(bun, args, environment)
    await close()
    closeCases()
    rmSync(folder, { recursive: true })
    expect(code, output).toBe(0)
    if (namePattern === '') expect(output).toMatch(/[1-9]\d* passed/)
  })
})

describe.runIf(inBun)('the package runs in Bun, see in-bun.test.ts: it', () => {
  it('registers', async () => {
    await import('../src/register.ts')
    const registry = (globalThis as unknown as Record<symbol, Record<'backend' | 'tls', { name: string }>>)[
      Symbol.for('@chrome-socket/api/registry')
    ]
    expect([registry?.backend.name, registry?.tls.name]).toEqual(['bun', 'bun'])
  })
})
