/// <reference types="node" preserve="true" />
/**
 * Trusted peers from a runtime's `node:net` and `node:dgram`, for backends that reach this host's real network.
 * Source: https://nodejs.org/docs/latest-v20.x/api/net.html and https://nodejs.org/docs/latest-v20.x/api/dgram.html
 */
import dgram from 'node:dgram'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import net from 'node:net'
import type { Endpoint } from '@chrome-socket/api/backend'
import type { RawDatagramSocket, RawListener, RawPeer, RawStream } from './raw-peer.ts'

/** Trusted peers on `node:net` and `node:dgram`. */
export const nodePeer: RawPeer = { listen, connect, openDatagram }

async function listen(address: string): Promise<RawListener> {
  const server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true })
  server.listen({ host: address, port: 0, backlog: 511 })
  const next = queueOf<RawStream>((put) => {
    server.on('connection', (socket) => {
      put(rawStream(socket))
    })
  })
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  return {
    local: { address, port },
    accept: next,
    close() {
      server.close()
    },
  }
}

async function connect({ address, port }: Endpoint): Promise<RawStream> {
  const socket = net.connect({ host: address, port, allowHalfOpen: true, noDelay: true, autoSelectFamily: false })
  await once(socket, 'connect')
  return rawStream(socket)
}

/**
 * Makes a stream for trusted peers from a socket of Node, or of its TLS. Nobody must have read from it yet.
 * @param socket a connected one, which the stream owns from then on
 * @errors Its `read` and `write` reject with the error of the socket. The call itself cannot fail.
 * @example
 * import net from 'node:net'
 * import { rawStream } from '@chrome-socket/conformance/contract/node-peer'
 *
 * net.createServer({ pauseOnConnect: true }, async (socket) => {
 *   console.log(await rawStream(socket).read())
 * })
 */
export function rawStream(socket: net.Socket): RawStream {
  let failure: Error | undefined
  let ended = false
  socket.on('error', (error) => {
    failure ??= error
  })
  socket.on('end', () => {
    ended = true
  })
  // Without a listener for data, Node receives nothing, and reports no end and no reset.
  socket.on('readable', () => {})
  return {
    local: { address: socket.localAddress ?? '', port: socket.localPort ?? 0 },
    peer: { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 },
    systemHolds,
    async read() {
      for (;;) {
        const chunk = socket.read() as Uint8Array | null
        if (chunk !== null) return chunk
        if (failure !== undefined) throw failure
        if (ended) return undefined
        if (socket.destroyed) throw new Error('The peer was closed')
        await new Promise<void>((resolve) => {
          const events = ['readable', 'end', 'error', 'close']
          const wake = (): void => {
            for (const event of events) socket.off(event, wake)
            resolve()
          }
          for (const event of events) socket.on(event, wake)
        })
      }
    },
    async write(bytes) {
      await new Promise<void>((resolve, reject) => {
        socket.write(bytes, (error) => {
          if (error) reject(error)
          else resolve()
        })
      })
    },
    end() {
      socket.end()
    },
    reset() {
      socket.resetAndDestroy()
    },
    close() {
      socket.destroy()
    },
  }
}

/**
 * The size to which the two buffers of a TCP connection may grow on Linux: the last numbers of tcp_rmem and tcp_wmem
 * (tcp(7)).
 */
const systemHolds = ['tcp_rmem', 'tcp_wmem'].reduce((sum, name) => sum + largestBuffer(name), 0)

function largestBuffer(name: string): number {
  try {
    return Number(readFileSync(`/proc/sys/net/ipv4/${name}`, 'utf8').trim().split(/\s+/)[2])
  } catch {
    // The buffers of other systems stay far below the suite's bound.
    return 0
  }
}

async function openDatagram(address: string): Promise<RawDatagramSocket> {
  const socket = dgram.createSocket(net.isIPv6(address) ? 'udp6' : 'udp4')
  socket.on('error', () => {})
  const next = queueOf<{ bytes: Uint8Array; from: Endpoint }>((put) => {
    socket.on('message', (bytes, from) => {
      put({ bytes, from: { address: from.address, port: from.port } })
    })
  })
  socket.bind(0, address)
  await once(socket, 'listening')
  let closed = false
  return {
    local: { address, port: socket.address().port },
    async send(bytes, to) {
      await new Promise<void>((resolve, reject) => {
        socket.send(bytes, to.port, to.address, (error) => {
          if (error) reject(error)
          else resolve()
        })
      })
    },
    receive: next,
    close() {
      if (!closed) socket.close()
      closed = true
    },
  }
}

/**
 * Makes a queue in which both sides wait: a value for its taker, and a taker for a value.
 * @param fill is called at once with the function that puts a value in
 * @errors Cannot fail. A taker waits for as long as nothing comes.
 * @example
 * import { queueOf } from '@chrome-socket/conformance/contract/node-peer'
 *
 * const next = queueOf<string>((put) => process.stdin.on('data', (bytes) => put(String(bytes))))
 * console.log(await next())
 */
export function queueOf<Item>(fill: (put: (item: Item) => void) => void): () => Promise<Item> {
  const items: Item[] = []
  const takers: ((item: Item) => void)[] = []
  fill((item) => {
    const taker = takers.shift()
    if (taker) taker(item)
    else items.push(item)
  })
  return async () => items.shift() ?? (await new Promise<Item>((resolve) => takers.push(resolve)))
}
