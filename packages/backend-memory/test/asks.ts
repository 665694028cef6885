/**
 * The operations of the backend as promises, for tests.
 */
import { readBytes } from '@chrome-socket/api/backend'
import type { DatagramOptions, DatagramSocket, Endpoint, NetResult } from '@chrome-socket/api/backend'
import type { MemoryBackend, MemoryListeningSocket, MemoryStream } from '../src/index.ts'

export interface Opened<Socket> {
  readonly result: NetResult
  readonly socket: Socket | undefined
}

type Open<Socket> = (complete: (result: NetResult, socket?: Socket) => void) => void

async function opened<Socket>(open: Open<Socket>): Promise<Opened<Socket>> {
  return await new Promise((resolve) => {
    open((result, socket) => resolve({ result, socket }))
  })
}

async function needed<Socket>(open: Open<Socket>): Promise<Socket> {
  const { result, socket } = await opened(open)
  if (socket === undefined) throw new Error(`The operation failed: ${result}`)
  return socket
}

export const tryConnect = (backend: MemoryBackend, to: Endpoint): Promise<Opened<MemoryStream>> =>
  opened<MemoryStream>((complete) => backend.connect(to, complete))

export const listen = (backend: MemoryBackend, at: Endpoint, backlog = 5): Promise<MemoryListeningSocket> =>
  needed<MemoryListeningSocket>((complete) => backend.listen(at, backlog, complete))

export const accept = (listener: MemoryListeningSocket): Promise<MemoryStream> =>
  needed<MemoryStream>((complete) => listener.accept(complete))

export const openDatagram = (backend: MemoryBackend, options: Partial<DatagramOptions>): Promise<DatagramSocket> =>
  needed<DatagramSocket>((complete) =>
    backend.openDatagram({ multicastTtl: 1, multicastLoopback: true, ...options }, complete),
  )

/** Makes a connection from `client` to a new port of `server`. */
export async function connected(
  client: MemoryBackend,
  server: MemoryBackend,
  address: string,
): Promise<{ ours: MemoryStream; theirs: MemoryStream; listener: MemoryListeningSocket }> {
  const listener = await listen(server, { address, port: 0 })
  const ours = await needed<MemoryStream>((complete) => client.connect(listener.local, complete))
  return { ours, theirs: await accept(listener), listener }
}

export async function read(stream: MemoryStream, max = 65_536): Promise<number[]> {
  return await new Promise((resolve) => {
    readBytes(stream, max, (result, bytes) => resolve(result > 0 ? [...bytes] : [result]))
  })
}

export async function write(stream: MemoryStream, ...bytes: number[]): Promise<NetResult> {
  return await new Promise((resolve) => {
    stream.write(Uint8Array.from(bytes), resolve)
  })
}

export async function send(socket: DatagramSocket, to: Endpoint | undefined, ...bytes: number[]): Promise<NetResult> {
  return await new Promise((resolve) => {
    socket.send(Uint8Array.from(bytes), to, resolve)
  })
}

/** Receives all datagrams and keeps the first byte of each. */
export function collect(socket: DatagramSocket): number[] {
  const got: number[] = []
  const next = (): void => {
    socket.receive(65_536, (result, data) => {
      if (result < 0) return
      got.push(new Uint8Array(data)[0] ?? -1)
      next()
    })
  }
  next()
  return got
}

/** Receives the next datagram. */
export async function receive(socket: DatagramSocket): Promise<{ bytes: number[]; from: Endpoint }> {
  return await new Promise((resolve) => {
    socket.receive(65_536, (_result, data, from) => resolve({ bytes: [...new Uint8Array(data)], from }))
  })
}
