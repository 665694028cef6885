/**
 * The operations of the backend as promises, for the tests of this package. The tests run only in Bun: see in-bun.test.ts.
 */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readBytes } from '@chrome-socket/api/backend'
import type { Backend, Endpoint, NetResult, TcpListener, TcpStream } from '@chrome-socket/api/backend'
import type { ByteStream, DatagramOptions, DatagramSocket, TlsOptions, TlsProvider } from '@chrome-socket/api/backend'
import { describe, it } from 'vitest'
import { bunBackend } from '../src/index.ts'

export const inBun: boolean = 'Bun' in globalThis

/** Declares a suite that needs Bun's sockets. Other runtimes skip it, and in-bun.test.ts runs it in Bun. */
export function describeInBun(name: string, suite: (backend: Backend) => void): void {
  if (inBun) describe(name, () => suite(bunBackend()))
  else describe(name, () => it.skip('runs in Bun, see in-bun.test.ts', () => {}))
}

export const anyPort: Endpoint = { address: '127.0.0.1', port: 0 }

export function listen(backend: Backend, at: Endpoint = anyPort): Promise<TcpListener> {
  return new Promise((resolve, reject) => {
    backend.listen?.(at, 5, (result, listener) => (listener ? resolve(listener) : reject(new Error(`${result}`))))
  })
}

export function accept(listener: TcpListener): Promise<TcpStream> {
  return new Promise((resolve, reject) => {
    listener.accept((result, stream) => (stream ? resolve(stream) : reject(new Error(`${result}`))))
  })
}

export function connect(backend: Backend, to: Endpoint): Promise<{ result: NetResult; stream?: TcpStream }> {
  return new Promise((resolve) => {
    backend.connect(to, (result, stream) => resolve(stream ? { result, stream } : { result }))
  })
}

/** Makes a connection. Resolves to both ends, and a function that closes everything. */
export async function connected(backend: Backend): Promise<[client: TcpStream, server: TcpStream, close: () => void]> {
  const listener = await listen(backend)
  const accepting = accept(listener)
  const { stream } = await connect(backend, listener.local)
  const server = await accepting
  if (stream === undefined) throw new Error('not connected')
  const close = (): void => {
    stream.close()
    server.close()
    listener.close()
  }
  return [stream, server, close]
}

export function read(stream: ByteStream, max = 65_536): Promise<{ result: NetResult; bytes: Uint8Array }> {
  return new Promise((resolve) => {
    readBytes(stream, max, (result, bytes) => resolve({ result, bytes }))
  })
}

/** Reads until `length` bytes have arrived, or until the stream ends. */
export async function readAll(stream: ByteStream, length: number, max = 65_536): Promise<Uint8Array> {
  const all = new Uint8Array(length)
  let got = 0
  while (got < length) {
    const { result, bytes } = await read(stream, Math.min(max, length - got))
    if (result <= 0) break
    all.set(bytes, got)
    got += result
  }
  return all.subarray(0, got)
}

export function write(stream: ByteStream, bytes: Uint8Array | string): Promise<NetResult> {
  const data = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes
  return new Promise((resolve) => {
    stream.write(data, resolve)
  })
}

export function openDatagram(backend: Backend, options: Partial<DatagramOptions>): Promise<DatagramSocket> {
  return new Promise((resolve, reject) => {
    backend.openDatagram?.({ multicastTtl: 1, multicastLoopback: true, ...options }, (result, socket) =>
      socket ? resolve(socket) : reject(new Error(`${result}`)),
    )
  })
}

export interface Received {
  result: NetResult
  bytes: Uint8Array
  from: Endpoint
}

export function receive(socket: DatagramSocket, max = 65_536): Promise<Received> {
  return new Promise((resolve) => {
    socket.receive(max, (result, data, from) => resolve({ result, bytes: new Uint8Array(data), from }))
  })
}

export function send(socket: DatagramSocket, bytes: Uint8Array, to?: Endpoint): Promise<NetResult> {
  return new Promise((resolve) => {
    socket.send(bytes, to, resolve)
  })
}

interface Secured {
  readonly result: NetResult
  readonly stream?: ByteStream
}

export function secure(tls: TlsProvider, inner: ByteStream, options: Partial<TlsOptions> = {}): Promise<Secured> {
  return new Promise((resolve) => {
    tls.secure(inner, { serverName: 'localhost', ...options }, (result, stream) =>
      resolve(stream ? { result, stream } : { result }),
    )
  })
}

/** Wraps a stream, so that the backend does not see Bun's socket in it. */
export function foreign(inner: ByteStream): ByteStream {
  return {
    local: inner.local,
    peer: inner.peer,
    read: (max, reader) => inner.read(max, reader),
    write: (bytes, done) => inner.write(bytes, done),
    close: () => inner.close(),
  }
}

interface RawSocket {
  write(data: string): number
  pause(): void
  terminate(): void
}

/** Makes a connection whose peer is a bare Bun socket, which can be terminated. */
export async function connectedToRaw(backend: Backend): Promise<[stream: TcpStream, raw: RawSocket]> {
  const bun = (globalThis as unknown as { Bun: { connect(options: object): Promise<RawSocket> } }).Bun
  const listener = await listen(backend)
  const accepting = accept(listener)
  const { address, port } = listener.local
  const raw = await bun.connect({ hostname: address, port, socket: { data: () => {} } })
  const stream = await accepting
  listener.close()
  return [stream, raw]
}

/**
 * Waits until bytes that were sent on loopback have reached their sockets, with their events. A datagram that is sent now
 * arrives after them. There are several datagrams, because a large amount of bytes arrives in parts.
 */
export async function delivered(): Promise<void> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  for (let round = 0; round < 8; round += 1) {
    socket.send('', socket.address().port, '127.0.0.1')
    await once(socket, 'message')
  }
  socket.close()
}

/** Waits for a time, to see that an event does not happen, or for a slow peer. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
}

/** Makes `length` bytes without repeated parts, so that bytes in the wrong order are noticed. */
export function pattern(length: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(length / 4))
  for (let index = 0; index < words.length; index += 1) words[index] = Math.imul(index, 0x9e3779b1)
  return new Uint8Array(words.buffer, 0, length)
}

export function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
