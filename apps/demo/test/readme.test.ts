/**
 * The code in the READMEs passes the type checker and logs the expected text. A server of the demo replaces `example.com`.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'node:util'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Chrome } from '@chrome-socket/api'
import { startServers } from '../src/servers/start-servers.ts'
import type { Servers } from '../src/servers/start-servers.ts'

const root = join(import.meta.dirname, '../../..')
const folder = join(import.meta.dirname, 'readme')

/** The READMEs, and the text that each of their blocks of code logs, or undefined. */
const readmes: Readonly<Record<string, readonly (RegExp | undefined)[]>> = {
  'README.md': [/^HTTP\/1\.1 /],
  'packages/api/README.md': [/^-1 App does not have permission$/, /^5 bytes from 127\.0\.0\.1$/, undefined],
  'packages/backend-node/README.md': [/^\[/, /^\[/],
  'docs/porting.md': [undefined, undefined],
}

interface Block {
  readonly name: string
  readonly file: string
  readonly source: string
  readonly logs: RegExp | undefined
}

const blocks: readonly Block[] = Object.entries(readmes).flatMap(([readme, logs]) => {
  const fences = readFileSync(join(root, readme), 'utf8').matchAll(/```(ts|js)\n([^]*?)```/g)
  return [...fences].map(([, language, source = ''], index) => ({
    name: `${readme}, block ${index + 1}`,
    file: join(folder, `${readme.replaceAll('/', '-')}-${index + 1}.${language}`),
    source,
    logs: logs[index],
  }))
})

let servers: Servers
beforeAll(async () => {
  servers = await startServers()
  const trusting = `nodeTls({ ca: ${JSON.stringify(servers.authority)} })`
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'tsconfig.json'), '{ "extends": "../../tsconfig.json", "include": ["."] }')
  // The manifest of the old app in docs/porting.md, for which `chrome` is made global.
  writeFileSync(join(folder, 'manifest.json'), '{ "permissions": [{ "socket": ["udp-bind"] }] }')
  for (const { file, source } of blocks) {
    writeFileSync(
      file,
      source.replace("'example.com', 80", `'127.0.0.1', ${servers.http}`).replace('nodeTls()', trusting),
    )
  }
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await servers.close()
})

test('each README has the expected number of blocks', () => {
  expect(blocks).toHaveLength(Object.values(readmes).flat().length)
})

test('the type checker accepts the blocks', () => {
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { stdout, status } = spawnSync(process.execPath, [tsc, '--noEmit', '-p', folder], { encoding: 'utf8' })
  expect(stdout).toBe('')
  expect(status).toBe(0)
})

test.for(blocks)('$name', async ({ file, logs }) => {
  const log = vi.spyOn(console, 'log').mockReturnValue()
  const error = vi.spyOn(console, 'error').mockReturnValue()
  await import(file)
  // A block may still log when the next one runs, so the text need not come first.
  const logged = (): string[] => log.mock.calls.map((args) => format(...args))
  if (logs !== undefined) await expect.poll(logged).toContainEqual(expect.stringMatching(logs))
  expect(error).not.toHaveBeenCalled()
  vi.restoreAllMocks()
})

test('an old app gets the permissions of its manifest only', async () => {
  const { socket, runtime } = (globalThis as unknown as { chrome: Chrome }).chrome
  const { socketId } = await socket.create('tcp')
  const denial = await new Promise((resolve) => {
    socket.connect(socketId, '127.0.0.1', 9, () => resolve(runtime.lastError?.message))
  })
  expect(denial).toBe('App does not have permission')
})
