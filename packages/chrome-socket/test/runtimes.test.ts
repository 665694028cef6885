/** In each runtime the package uses this runtime's sockets and TLS. The runtimes load the build, as published. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { NetError } from '@chrome-socket/api'
import { nodeTlsServers } from '@chrome-socket/conformance/contract/node-tls-servers'
import type { RawTlsListener } from '@chrome-socket/conformance/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

interface Runtime {
  readonly name: string
  readonly program: string
  readonly run: readonly string[]
  /** The option that loads a module before the program. */
  readonly preload: string
}

const runtimes: readonly Runtime[] = [
  { name: 'Node', program: process.execPath, run: [], preload: '--import' },
  { name: 'Bun', program: process.env['BUN'] ?? 'bun', run: [], preload: '--preload' },
  {
    name: 'Deno',
    program: process.env['TEST_DENO'] ?? 'deno',
    run: ['run', '--quiet', '--allow-all', '--no-lock'],
    preload: '--preload',
  },
]

const programs = join(import.meta.dirname, 'programs')
const register = join(import.meta.dirname, '../dist/register.js')
// `npm test` builds the package first.
const isBuilt = existsSync(register)

let server: RawTlsListener
beforeAll(async () => {
  server = await nodeTlsServers().listen({ certificate: 'selfSigned' })
}, 60_000)
afterAll(() => server.close())

describe.skipIf(!isBuilt).for(runtimes)('on $name (skipped without a build)', ({ name, program, run, preload }) => {
  const isThere = spawnSync(program, ['--version']).status === 0

  it.skipIf(!isThere)(`createChrome uses its sockets and its TLS (skipped without ${name})`, async () => {
    const output = await outputOf(program, [...run, 'secure.mjs', String(server.local.port)])
    expect(output).toBe(`0 ${NetError.ERR_CERT_AUTHORITY_INVALID} net::ERR_CERT_AUTHORITY_INVALID\n`)
  })

  it.skipIf(!isThere)(`an old app runs with register (skipped without ${name})`, async () => {
    expect(await outputOf(program, [...run, preload, register, 'old-app.js'])).toBe('Hi\n')
  })
})

it.skipIf(!isBuilt)(
  'in a web page the error asks for a backend, and createChrome accepts one (skipped without a build)',
  async () => {
    const script = `
    import { createChrome } from 'chrome-socket'
    try { createChrome() } catch (error) { console.log(error.message) }
    const backend = { name: 'own', connect() {} }
    console.log(typeof createChrome({ backend }).socket.create)`
    const args = ['--conditions=browser', '--input-type=module', '--eval', script]
    const output = await outputOf(process.execPath, args)
    expect(output).toMatch(/^chrome-socket finds no sockets in this runtime.*\nfunction\n$/)
  },
)

/** Runs a program and returns its output on both streams. */
async function outputOf(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { cwd: programs, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (output += bytes.toString()))
  await once(child, 'close')
  return output
}
