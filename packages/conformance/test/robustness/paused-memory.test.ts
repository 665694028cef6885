/** A paused socket keeps its peer waiting: unread data stays in the system, or with the peer. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createChrome } from '@chrome-socket/api'
import type { Chrome } from '@chrome-socket/api'
import { nodeBackend } from '@chrome-socket/backend-node'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { memoryInUse } from './garbage.ts'

const address = '127.0.0.1'
/** The amount of data, in bytes. */
const sent = 100_000_000
/** The limit on the growth of this process, in bytes: far from both the data and the 400 KB that it grows by itself. */
const allowance = 10_000_000

/** Starts a process that sends to a port. */
class Flood {
  readonly #process: ChildProcess
  readonly #lines: string[] = []
  #onLine: () => void = () => {}

  constructor(protocol: 'tcp' | 'udp', port: number) {
    const script = fileURLToPath(new URL('flood.mjs', import.meta.url))
    this.#process = spawn(process.execPath, [script, protocol, `${port}`, `${sent}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    createInterface({ input: this.#process.stdout as NonNullable<ChildProcess['stdout']> }).on('line', (line) => {
      this.#lines.push(line)
      this.#onLine()
    })
  }

  async says(line: string): Promise<void> {
    while (!this.#lines.includes(line)) {
      await new Promise<void>((resolve) => {
        this.#onLine = resolve
      })
    }
  }

  get lines(): readonly string[] {
    return this.#lines
  }

  end(): void {
    this.#process.kill('SIGKILL')
  }
}

let chrome: Chrome
let flood: Flood | undefined
beforeEach(() => {
  chrome = createChrome({ backend: nodeBackend() })
})
afterEach(async () => {
  flood?.end()
  await chrome.close()
})

/** Makes a server of chrome.sockets. Its accepted sockets are paused. */
async function accepted(): Promise<{ port: number; client: Promise<number> }> {
  const { tcpServer } = chrome.sockets
  const { socketId } = await tcpServer.create()
  const client = new Promise<number>((resolve) => {
    tcpServer.onAccept.addListener(({ clientSocketId }) => resolve(clientSocketId))
  })
  await new Promise((resolve) => tcpServer.listen(socketId, address, 0, resolve))
  const { localPort = 0 } = await tcpServer.getInfo(socketId)
  return { port: localPort, client }
}

/** Counts the bytes of a socket until its end. */
function receiveAll(socketId: number): Promise<number> {
  const { tcp } = chrome.sockets
  let received = 0
  tcp.onReceive.addListener((info) => {
    if (info.socketId === socketId) received += info.data.byteLength
  })
  return new Promise((resolve) => {
    tcp.onReceiveError.addListener((info) => {
      if (info.socketId === socketId) resolve(received)
    })
  })
}

it('a paused accepted TCP socket holds up its peer, and then receives all bytes', { timeout: 60_000 }, async () => {
  const { client, port } = await accepted()
  const before = await memoryInUse()
  flood = new Flood('tcp', port)
  const socketId = await client
  await flood.says('held up')
  expect((await memoryInUse()) - before).toBeLessThan(allowance)
  expect(flood.lines).not.toContain('sent')
  const received = receiveAll(socketId)
  await chrome.sockets.tcp.setPaused(socketId, false)
  expect(await received).toBe(sent)
  expect((await memoryInUse()) - before).toBeLessThan(allowance)
})

it('a TCP socket that is paused while it receives holds up its peer', { timeout: 60_000 }, async () => {
  const { client, port } = await accepted()
  const { tcp } = chrome.sockets
  const before = await memoryInUse()
  flood = new Flood('tcp', port)
  const socketId = await client
  const first = new Promise<number>((resolve) => {
    tcp.onReceive.addListener(({ data }) => resolve(data.byteLength))
  })
  await tcp.setPaused(socketId, false)
  await first
  await tcp.setPaused(socketId, true)
  await flood.says('held up')
  expect((await memoryInUse()) - before).toBeLessThan(allowance)
  expect(flood.lines).not.toContain('sent')
})

it('a paused UDP socket keeps no datagrams in this process', { timeout: 60_000 }, async () => {
  const { udp } = chrome.sockets
  const { socketId } = await udp.create({ bufferSize: 65_507 })
  await udp.setPaused(socketId, true)
  await new Promise((resolve) => udp.bind(socketId, address, 0, resolve))
  const { localPort = 0 } = await udp.getInfo(socketId)
  const before = await memoryInUse()
  flood = new Flood('udp', localPort)
  await flood.says('sent')
  expect((await memoryInUse()) - before).toBeLessThan(allowance)
})
