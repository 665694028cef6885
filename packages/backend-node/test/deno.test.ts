/** Cases in which Deno's `node:` modules differ from Node's. */
import { spawn, spawnSync } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { nodeTlsServers } from '@chrome-socket/conformance/contract/node-tls-servers'
import { describe, expect, it } from 'vitest'

const deno = process.env['TEST_DENO'] ?? 'deno'
const hasDeno = spawnSync(deno, ['--version']).status === 0

/** Runs a script of this folder and returns its output. */
async function runInDeno(permissions: readonly string[], script: string, ...args: string[]): Promise<unknown> {
  const options = ['run', '--quiet', '--no-prompt', ...permissions, '--conditions=@chrome-socket/source']
  const child = spawn(deno, [...options, script, ...args], { cwd: import.meta.dirname })
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}

describe.skipIf(!hasDeno)('in Deno (skipped without Deno, or its path in TEST_DENO)', () => {
  it('a slow reader gets all bytes of a long answer over TLS, and its end', async () => {
    const servers = nodeTlsServers()
    const listener = await servers.listen({ certificate: 'good' })
    const serve = async (): Promise<void> => {
      const stream = await listener.accept()
      const asked = await stream.read()
      await stream.write(new Uint8Array(Number(new TextDecoder().decode(asked))))
      stream.end()
    }
    const served = serve()
    const { port } = listener.local
    const length = 1_000_000
    const got = await runInDeno(['-A'], 'deno-slow-reader.mjs', String(port), String(length), servers.authority)
    expect(got).toEqual({ total: length, result: 0 })
    await served
    listener.close()
  })
})
