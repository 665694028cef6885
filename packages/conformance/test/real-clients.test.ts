/**
 * Clients that others wrote for chrome.socket, unmodified: Node's `net` and `dgram` for Chrome Apps (chrome-net and
 * chrome-dgram, from the versions that still used chrome.socket), and a mail client's TCP socket (emailjs-tcp-socket).
 */
import dgram from 'node:dgram'
import { once } from 'node:events'
import type { EventEmitter } from 'node:events'
import { createRequire } from 'node:module'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import tls from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registerBackend, registerTls } from '@chrome-socket/api'
import { nodeBackend, nodeTls } from '@chrome-socket/backend-node'
import { makeIdentities } from '../src/peers/identities.ts'

const require = createRequire(import.meta.url)
const { trusted, byName } = makeIdentities()

/** The globals that the clients expect of their page. They are not part of chrome.socket. */
const page: Readonly<Record<string, unknown>> = {
  window: globalThis,
  navigator: {},
  forge: {},
  addEventListener: () => {},
  XMLHttpRequest: class {
    open(): void {}
    send(): void {}
  },
}

interface EventTarget {
  on(event: string, listener: (...values: never[]) => void): void
}

interface NetSocket extends EventTarget {
  write(data: string | Uint8Array): boolean
  setNoDelay(on: boolean): void
  setKeepAlive(on: boolean, milliseconds: number): void
  end(): void
}

interface MailSocket {
  onopen: () => void
  ondata: (event: { data: ArrayBuffer }) => void
  onerror: (event: { data: Error }) => void
  onclose: () => void
  send(data: ArrayBuffer): void
  close(): void
}

const servers: { close(): void }[] = []

beforeAll(async () => {
  for (const [name, value] of Object.entries(page)) {
    Object.defineProperty(globalThis, name, { configurable: true, writable: true, value })
  }
  // browserify's Buffer had this method when the clients were written.
  Object.defineProperty(Buffer.prototype, 'toArrayBuffer', {
    configurable: true,
    value(this: Buffer): ArrayBuffer {
      return new Uint8Array(this).buffer
    },
  })
  registerBackend(nodeBackend())
  registerTls(nodeTls({ ca: trusted }))
  await import('@chrome-socket/api/global')
  const { chrome } = globalThis as unknown as { chrome: { runtime: object } }
  Object.assign(chrome.runtime, {
    onSuspend: { addListener: () => {} },
    getPlatformInfo: (callback: (info: object) => void) => callback({ os: 'linux' }),
  })
})

afterAll(() => {
  for (const server of servers) server.close()
})

async function listening<Server extends net.Server>(server: Server): Promise<number> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/**
 * Finds a port for clients that need a given port: the first free port from one that depends on the process. The system gives
 * none of these ports to others (RFC 6335, section 6; Linux begins at 32,768), so it stays free.
 */
async function freePort(hold: (port: number) => Holder): Promise<number> {
  for (let port = 20_000 + (process.pid % 12_000); ; port += 1) {
    const holder = hold(port)
    const isFree = await once(holder, 'listening').then(
      () => true,
      () => false,
    )
    if (!isFree) continue
    await new Promise<void>((resolve) => holder.close(() => resolve()))
    return port
  }
}

interface Holder extends EventEmitter {
  close(done: () => void): unknown
}

const holdTcp = (port: number): Holder => net.createServer().listen(port, '127.0.0.1')
const holdUdp = (port: number): Holder => dgram.createSocket('udp4').bind(port, '127.0.0.1')

describe('chrome-net', () => {
  const chromeNet = (): { connect(to: object): NetSocket; createServer(on: (socket: NetSocket) => void): net.Server } =>
    require('chrome-net') as ReturnType<typeof chromeNet>

  it('connects, writes 300,000 bytes and reads them back', async () => {
    const port = await listening(net.createServer((socket) => socket.pipe(socket)))
    const client = chromeNet().connect({ host: '127.0.0.1', port })
    const sent = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251)
    const received: Uint8Array[] = []
    await new Promise<void>((resolve, reject) => {
      client.on('error', reject)
      client.on('connect', () => {
        client.setNoDelay(true)
        client.setKeepAlive(true, 5000)
        client.write(sent)
      })
      client.on('data', (chunk: Uint8Array) => {
        received.push(chunk)
        if (received.reduce((length, { byteLength }) => length + byteLength, 0) >= sent.byteLength) resolve()
      })
    })
    client.end()
    expect(Buffer.concat(received).equals(Buffer.from(sent))).toBe(true)
  })

  it('accepts a connection and exchanges bytes', async () => {
    const port = await freePort(holdTcp)
    const server = chromeNet().createServer((socket) => {
      socket.on('data', (chunk: Uint8Array) => socket.write(chunk))
    })
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    const client = net.connect(port, '127.0.0.1')
    client.end('hello')
    expect(String((await client.toArray())[0])).toBe('hello')
  })
})

describe('chrome-dgram', () => {
  it('exchanges datagrams', async () => {
    const { createSocket } = require('chrome-dgram') as { createSocket(type: string): dgram.Socket }
    const port = await freePort(holdUdp)
    const socket = createSocket('udp4')
    const peer = dgram.createSocket('udp4')
    servers.push(peer)
    await new Promise<void>((resolve) => peer.bind(0, '127.0.0.1', resolve))
    peer.on('message', (message, from) => peer.send(message, from.port, from.address))
    const message = await new Promise((resolve) => {
      socket.on('message', (bytes, { address }) => resolve([String(bytes), address]))
      socket.on('listening', () => socket.send(Buffer.from('ping'), 0, 4, peer.address().port, '127.0.0.1'))
      socket.bind(port, '127.0.0.1')
    })
    expect(message).toEqual(['ping', '127.0.0.1'])
    // After its close, the client treats the answer of the pending recvFrom as an error.
    socket.on('error', () => {})
    socket.close()
  })
})

describe('emailjs-tcp-socket', () => {
  it('speaks with a server over TLS', async () => {
    const server = tls.createServer(byName['rsa'] as { cert: string; key: string }, (socket) => {
      socket.write('* OK ready\r\n')
      socket.on('data', (command) => socket.write(`did ${String(command)}`))
      socket.on('error', () => {})
    })
    const port = await listening(server)
    const { open } = require('emailjs-tcp-socket') as { open(host: string, port: number, options: object): MailSocket }
    const lines: string[] = []
    await new Promise<void>((resolve, reject) => {
      const socket = open('127.0.0.1', port, { useSecureTransport: true })
      socket.onerror = ({ data }) => reject(data)
      socket.onclose = resolve
      socket.ondata = ({ data }) => {
        lines.push(new TextDecoder().decode(data))
        if (lines.length === 1) socket.send(new TextEncoder().encode('NOOP').buffer)
        else socket.close()
      }
    })
    expect(lines).toEqual(['* OK ready\r\n', 'did NOOP'])
  })
})
