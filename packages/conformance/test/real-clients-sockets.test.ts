/**
 * Clients that others wrote for chrome.sockets, unmodified: chrome-net 3 and chrome-dgram 3, which are Node's `net` and `dgram` for
 * Chrome Apps, and the wire protocol of BitTorrent over the former. Their packages have no tests, so these check what the test suites
 * of their repositories check (https://github.com/feross/chrome-net, test/client/tape-*.js, and chrome-dgram, test/dgram.js).
 */
import { createHash } from 'node:crypto'
import dgram from 'node:dgram'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import realNet from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import Wire from 'bittorrent-protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createChrome } from '@chrome-socket/api'
import type { Chrome } from '@chrome-socket/api'
import { nodeBackend } from '@chrome-socket/backend-node'

const require = createRequire(import.meta.url)
let chrome: Chrome
let net: typeof realNet

beforeAll(() => {
  chrome = createChrome({ backend: nodeBackend() })
  Object.assign(globalThis, { chrome, window: globalThis })
  // chrome-dgram sends `buffer.buffer`. In browserify's Buffer this is the datagram, in Node's a pool.
  Buffer.poolSize = 0
  net = require('chrome-net-3') as typeof realNet
})

afterAll(() => chrome.close())

async function listening(host = '127.0.0.1'): Promise<[server: Server, port: number]> {
  const server = net.createServer().listen(0, host)
  await once(server, 'listening')
  return [server, (server.address() as AddressInfo).port]
}

async function connected(port: number, host = '127.0.0.1'): Promise<Socket> {
  const socket = net.connect(port, host)
  await once(socket, 'connect')
  return socket
}

async function pair(): Promise<{ server: Server; client: Socket; accepted: Socket }> {
  const [server, port] = await listening()
  const accepting = once(server, 'connection')
  const client = await connected(port)
  const [accepted] = (await accepting) as [Socket]
  return { server, client, accepted }
}

async function closeAll(server: Server, ...sockets: Socket[]): Promise<void> {
  for (const socket of sockets) socket.destroy()
  server.close()
  await once(server, 'close')
}

describe('chrome-net 3', () => {
  it.each(['client', 'accepted'] as const)('tells the other end when the %s socket is destroyed', async (side) => {
    const { server, ...sockets } = await pair()
    const other = side === 'client' ? sockets.accepted : sockets.client
    other.resume()
    sockets[side].destroy()
    await once(other, 'close')
    await closeAll(server)
  })

  it('sends a write that precedes the connection, and receives the answer', async () => {
    const [server, port] = await listening()
    server.on('connection', (socket) =>
      socket.on('data', (data) => socket.write(String(data) === 'beep' ? 'boop' : 'fail')),
    )
    const client = new net.Socket()
    client.connect(port, '127.0.0.1')
    client.write('beep')
    expect(String(((await once(client, 'data')) as [Buffer])[0])).toBe('boop')
    expect([client.bytesWritten, client.bytesRead]).toEqual([4, 4])
    await closeAll(server, client)
  })

  it('receives all bytes of a long transfer with pauses, and then the end', async () => {
    const { server, client, accepted } = await pair()
    const sent = Buffer.alloc(3_000_000, 'chrome')
    client.end(sent)
    const received: Buffer[] = []
    for await (const chunk of accepted) received.push(chunk as Buffer)
    expect(Buffer.concat(received).equals(sent)).toBe(true)
    await closeAll(server, client, accepted)
  })

  it('knows the address of both ends, by family', async () => {
    const [server, port] = await listening('::0')
    const accepting = once(server, 'connection')
    const client = await connected(port, '127.0.0.1')
    await accepting
    expect([client.remoteFamily, client.remotePort, client.remoteAddress]).toEqual(['IPv4', port, '127.0.0.1'])
    client.connect(port, '::1')
    await once(client, 'connect')
    expect(client.remoteFamily).toBe('IPv6')
    await closeAll(server, client)
  })

  it('pauses accepted connections if the server has pauseOnConnect', async () => {
    const server = net.createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const accepting = once(server, 'connection')
    const client = await connected((server.address() as AddressInfo).port)
    const [accepted] = (await accepting) as [Socket]
    accepted.on('data', () => {})
    expect(accepted.isPaused()).toBe(true)
    await closeAll(server, client, accepted)
  })

  it('listens again on a server that listens, at the same port', async () => {
    const [server, port] = await listening()
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    expect((server.address() as AddressInfo).port).toBe(port)
    await closeAll(server)
  })

  it('replaces a listen by a second listen, and a connect by a second connect', async () => {
    const [other, otherPort] = await listening()
    const server = net.createServer()
    server.listen(otherPort, '127.0.0.1')
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    expect(port).not.toBe(otherPort)
    const socket = net.connect(otherPort, '127.0.0.1')
    socket.connect(port, '127.0.0.1')
    await once(socket, 'connect')
    expect(socket.remotePort).toBe(port)
    await closeAll(server, socket)
    await closeAll(other)
  })

  it('connects again on a socket that is connected', async () => {
    const { server, client } = await pair()
    client.connect((server.address() as AddressInfo).port, '127.0.0.1')
    await once(client, 'connect')
    await closeAll(server, client)
  })

  it('cancels a listen and a connect', async () => {
    const [server, port] = await listening()
    const calledOff = net.createServer().listen(0, '127.0.0.1')
    const seen: string[] = []
    calledOff.on('listening', () => seen.push('listening'))
    calledOff.close()
    const socket = net.connect(port, '127.0.0.1')
    socket.on('connect', () => seen.push('connect'))
    socket.on('error', () => seen.push('error'))
    socket.destroy()
    // By now both cancelled calls would have had their answers.
    const later = await connected(port)
    expect(seen).toEqual([])
    await closeAll(server, later)
  })

  it('closes a server once its connections are closed', async () => {
    const { server, client, accepted } = await pair()
    let isClientDestroyed = false
    accepted.resume()
    server.close()
    server.on('close', () => expect(isClientDestroyed).toBe(true))
    // A server that did not wait would close while another pair comes and goes.
    const other = await pair()
    await closeAll(other.server, other.client, other.accepted)
    isClientDestroyed = true
    client.destroy()
    await once(server, 'close')
  })

  it('reports the reason of a failed connect', async () => {
    const [server, port] = await listening()
    await closeAll(server)
    const socket = net.connect(port, '127.0.0.1')
    const [error] = (await once(socket, 'error')) as [Error]
    expect(error.message).toContain('net::ERR_CONNECTION_REFUSED')
  })
})

describe('chrome-dgram 3', () => {
  it('sends and receives, with and without offset and length', async () => {
    const { createSocket } = require('chrome-dgram-3') as typeof dgram
    const peer = dgram.createSocket('udp4').bind(0, '127.0.0.1')
    await once(peer, 'listening')
    const socket = createSocket('udp4')
    socket.setMulticastTTL(2)
    const { port } = peer.address()
    const heard: string[] = []
    const done = new Promise<void>((resolve) => {
      peer.on('message', (message, from) => {
        heard.push(String(message))
        if (heard.length === 1) peer.send('boop', from.port, from.address)
        if (heard.length === 3) resolve()
      })
    })
    socket.on('message', (message, from) => {
      heard.push(String(message))
      socket.send('pass', 0, 4, from.port, from.address)
      socket.send('pass', from.port, from.address)
    })
    socket.send('beep', 0, 4, port, '127.0.0.1')
    await done
    expect(heard.slice(0, 3)).toEqual(['beep', 'boop', 'pass'])
    socket.close()
    peer.close()
  })
})

describe('bittorrent-protocol over chrome-net 3', () => {
  it('moves a file from one peer to another, block by block', async () => {
    const file = Uint8Array.from({ length: 1024 * 1024 }, (_, index) => (index * 7) % 251)
    const infoHash = createHash('sha1').update(file).digest('hex')
    const block = 16 * 1024
    const { server, client, accepted } = await pair()

    const seeder = new Wire()
    accepted.pipe(seeder).pipe(accepted)
    seeder.on('handshake', () => {
      seeder.handshake(infoHash, Buffer.alloc(20, 2).toString('hex'))
      seeder.bitfield(Uint8Array.of(0x80))
    })
    seeder.on('interested', () => seeder.unchoke())
    seeder.on(
      'request',
      (_piece: number, offset: number, length: number, respond: (error: null, bytes: Uint8Array) => void) =>
        respond(null, file.slice(offset, offset + length)),
    )

    const leecher = new Wire()
    client.pipe(leecher).pipe(client)
    leecher.handshake(infoHash, Buffer.alloc(20, 1).toString('hex'))
    await new Promise<void>((resolve) => leecher.on('bitfield', () => resolve()))
    leecher.interested()
    await new Promise<void>((resolve) => leecher.on('unchoke', () => resolve()))
    const blocks = await Promise.all(
      Array.from(
        { length: file.length / block },
        (_, index) =>
          new Promise<Uint8Array>((resolve, reject) =>
            leecher.request(0, index * block, block, (error: Error | null, bytes: Uint8Array) =>
              error === null ? resolve(bytes) : reject(error),
            ),
          ),
      ),
    )
    const received = createHash('sha1')
    for (const bytes of blocks) received.update(bytes)
    expect(received.digest('hex')).toBe(infoHash)
    seeder.destroy()
    leecher.destroy()
    await closeAll(server, client, accepted)
  })
})
