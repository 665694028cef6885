/** A cancelled connect lets the process end, even if the host never answers. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { networkInterfaces } from 'node:os'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { describeInBun } from './in-bun.ts'

const program = fileURLToPath(new URL('programs/call-off-connects.ts', import.meta.url))
const listening = `console.log(Bun.listen({ hostname: '0.0.0.0', port: 0, socket: { data() {} } }).port)`

const run = (...args: string[]) => spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })

/** An address of this host that is not loopback. `tcp/connect.ts` explains the difference. */
const ownAddress = Object.values(networkInterfaces())
  .flat()
  .find((each) => each?.family === 'IPv4' && !each.internal)?.address

describeInBun('a connect to a host that does not answer', () => {
  it.skipIf(ownAddress === undefined)('does not keep the process alive after it is cancelled', async () => {
    const listener = run('-e', listening)
    const [port] = (await once(listener.stdout, 'data')) as [Buffer]
    listener.kill('SIGSTOP')
    const client = run('--conditions=@chrome-socket/source', program, ownAddress ?? '', port.toString().trim())
    try {
      const [output] = (await once(client.stdout, 'data')) as [Buffer]
      expect(output.toString()).toMatch(/^called off [1-9]/)
      expect(await once(client, 'exit')).toEqual([0, null])
    } finally {
      client.kill('SIGKILL')
      listener.kill('SIGKILL')
    }
  })
})
