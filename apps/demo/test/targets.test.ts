/** The commands on real targets, tested against the show's servers and against each other. */
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { createChrome } from '@chrome-socket/api'
import { nodeBackend, nodeTls } from '@chrome-socket/backend-node'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { narrate } from '../src/narrate.ts'
import { paletteFor } from '../src/screen/paint.ts'
import { Screen } from '../src/screen/screen.ts'
import { startServers } from '../src/servers/start-servers.ts'
import type { Servers } from '../src/servers/start-servers.ts'
import { connect } from '../src/targets/connect.ts'
import { get } from '../src/targets/get.ts'
import { listen } from '../src/targets/listen.ts'
import type { Target } from '../src/targets/target.ts'
import { udp } from '../src/targets/udp.ts'

let servers: Servers
beforeAll(async () => {
  servers = await startServers()
})
afterAll(() => servers.close())

function openTarget(): Target & { input: PassThrough; output: PassThrough; told: string[] } {
  const chrome = createChrome({ backend: nodeBackend(), tls: nodeTls({ ca: servers.authority }) })
  onTestFinished(() => chrome.close())
  const told: string[] = []
  const [input, output] = [new PassThrough(), new PassThrough()]
  const screen = new Screen(paletteFor({}), 100, () => {})
  return { chrome, narrated: narrate(chrome, screen), input, output, told, tell: (line) => told.push(line) }
}

test('get writes the answer to the output, over TCP and over TLS', async () => {
  for (const [scheme, port] of Object.entries({ http: servers.http, https: servers.https })) {
    const target = openTarget()
    await get(target, new URL(`${scheme}://127.0.0.1:${port}/a/b?c=d`))
    target.output.end()
    expect(await text(target.output)).toMatch(
      new RegExp(`^HTTP/1\\.1 200 OK\\r\\n[^]*This is /a/b\\?c=d of 127.0.0.1:${port}\n$`),
    )
  }
})

test('get names the call that failed', async () => {
  const target = openTarget()
  await expect(get(target, new URL(`http://127.0.0.1:${servers.closed}`))).rejects.toThrow(
    'connect failed: net::ERR_CONNECTION_REFUSED',
  )
  await expect(get(target, new URL(`https://127.0.0.1:${servers.httpsOfAStranger}`))).rejects.toThrow(
    'secure failed: net::ERR_CERT_AUTHORITY_INVALID',
  )
})

test('connect sends its input, and ends when no more bytes arrive', async () => {
  const target = openTarget()
  target.input.end('some lines\nof text\n')
  await connect(target, '127.0.0.1', servers.tcpEcho)
  target.output.end()
  expect(await text(target.output)).toBe('some lines\nof text\n')
})

test('udp sends a datagram for each line', async () => {
  const target = openTarget()
  target.input.end('one\ntwo\n')
  await udp(target, '127.0.0.1', servers.udpEcho)
  target.output.end()
  expect(await text(target.output)).toBe('one\ntwo\n')
})

test('listen sends back the bytes that connect sends', async () => {
  const server = openTarget()
  void listen(server, '127.0.0.1', 0)
  const port = await expect
    .poll(() => server.told[0])
    .toMatch(/^Listening on 127\.0\.0\.1, port \d+; Ctrl-C ends it\.$/)
    .then(() => Number(/port (\d+)/.exec(server.told[0] ?? '')?.[1]))
  const client = openTarget()
  client.input.end('hello')
  await connect(client, '127.0.0.1', port)
  client.output.end()
  expect(await text(client.output)).toBe('hello')
  await expect.poll(() => server.told.at(-1)).toMatch(/has disconnected, after 5 bytes$/)
})
