/**
 * The contract's operations as promises. They do not notice a completion that comes too early or twice, so the cases
 * about completions do not use them.
 */
import {
  type AddressFamily,
  type Backend,
  type ByteStream,
  type DatagramOptions,
  type DatagramSocket,
  type Endpoint,
  NetError,
  type NetworkInterface,
  type TcpListener,
  type TcpStream,
  netErrorToString,
} from '@chrome-socket/api/backend'
import { type RawStream } from './raw-peer.ts'
import { type Trial, equal, holds } from './trial.ts'

export interface ReadResult {
  readonly result: number
  readonly bytes: Uint8Array<ArrayBuffer>
}

export function startRead(stream: ByteStream, max = 65_536): Promise<ReadResult> {
  return new Promise((resolve) => {
    stream.read(max, {
      completeRead(result, data) {
        // One case looks for a buffer that is too long.
        const length = result > 0 ? Math.min(result, data.byteLength) : data.byteLength
        resolve({ result, bytes: new Uint8Array(data, 0, length) })
      },
    })
  })
}

export function startWrite(stream: ByteStream, bytes: Uint8Array): Promise<number> {
  return new Promise((resolve) => {
    stream.write(bytes, resolve)
  })
}

export async function read(trial: Trial, stream: ByteStream, max?: number): Promise<ReadResult> {
  return await trial.within('the completion of a read', startRead(stream, max))
}

export async function write(trial: Trial, stream: ByteStream, bytes: Uint8Array): Promise<number> {
  return await trial.within('the completion of a write', startWrite(stream, bytes))
}

/** Reads exactly `length` bytes. */
export async function readExactly(trial: Trial, stream: ByteStream, length: number): Promise<Uint8Array> {
  const all = new Uint8Array(length)
  for (let at = 0; at < length;) {
    const { result, bytes } = await read(trial, stream, length - at)
    holds(result > 0, `a read with ${length - at} bytes to come gives ${describeResult(result)}`)
    all.set(bytes, at)
    at += bytes.length
  }
  return all
}

/** Reads as a peer, exactly `length` bytes. */
export async function peerReads(trial: Trial, peer: RawStream, length: number): Promise<Uint8Array> {
  const all = new Uint8Array(length)
  for (let at = 0; at < length;) {
    const bytes = await trial.within(`${length - at} more bytes at the peer`, peer.read())
    holds(bytes !== undefined, `the peer saw the end ${length - at} bytes too early`)
    holds(bytes.length <= length - at, 'the peer got more than was sent')
    all.set(bytes, at)
    at += bytes.length
  }
  return all
}

/** Reads as a peer until the end. Returns the number of bytes. */
export async function peerReadsToEnd(trial: Trial, peer: RawStream): Promise<number> {
  for (let count = 0; ;) {
    const bytes = await trial.within('the end at the peer', peer.read())
    if (bytes === undefined) return count
    count += bytes.length
  }
}

export interface Opened<Socket> {
  readonly result: number
  readonly socket: Socket | undefined
}

/** The common shape of the operations that open something. */
type Open<Socket> = (done: (result: number, socket?: Socket) => void) => void

export async function openResult<Socket extends { close(): void }>(
  trial: Trial,
  what: string,
  open: Open<Socket>,
): Promise<Opened<Socket>> {
  const opening = new Promise<Opened<Socket>>((resolve) => {
    open((result, socket) => {
      resolve({ result, socket: socket && trial.use(socket) })
    })
  })
  return await trial.within(`the completion of ${what}`, opening)
}

async function opened<Socket extends { close(): void }>(
  trial: Trial,
  what: string,
  open: Open<Socket>,
): Promise<Socket> {
  const { result, socket } = await openResult(trial, what, open)
  equal(describeResult(result), 'OK', what)
  holds(socket !== undefined, `${what} gives OK and nothing else`)
  return socket
}

export async function connect(trial: Trial, backend: Backend, to: Endpoint): Promise<TcpStream> {
  return await opened<TcpStream>(trial, 'a connect', (done) => backend.connect(to, done))
}

export async function listen(trial: Trial, backend: Backend, at: Endpoint, backlog = 16): Promise<TcpListener> {
  return await opened<TcpListener>(trial, 'a listen', (done) => backend.listen?.(at, backlog, done))
}

export async function accept(trial: Trial, listener: TcpListener): Promise<TcpStream> {
  return await opened<TcpStream>(trial, 'an accept', (done) => {
    listener.accept(done)
  })
}

/** Opens a UDP socket. By default it is bound to a free port of `address`. */
export async function openDatagram(
  trial: Trial,
  backend: Backend,
  options: Partial<DatagramOptions>,
): Promise<DatagramSocket> {
  return await opened<DatagramSocket>(trial, 'an openDatagram', (done) =>
    backend.openDatagram?.({ multicastTtl: 1, multicastLoopback: true, ...options }, done),
  )
}

export interface Resolved {
  readonly result: number
  readonly addresses: readonly string[]
}

export async function resolve(
  trial: Trial,
  backend: Backend,
  hostname: string,
  family: AddressFamily = 'any',
): Promise<Resolved> {
  const resolving = new Promise<Resolved>((settle) => {
    backend.resolve(hostname, family, (result, addresses) => {
      settle({ result, addresses })
    })
  })
  return await trial.within(`the completion of a resolve of "${hostname}"`, resolving)
}

export interface Received extends ReadResult {
  readonly from: Endpoint
}

export function startReceive(socket: DatagramSocket, max = 65_536): Promise<Received> {
  return new Promise((settle) => {
    socket.receive(max, (result, data, from) => {
      settle({ result, bytes: new Uint8Array(data), from })
    })
  })
}

export async function receive(trial: Trial, socket: DatagramSocket, max?: number): Promise<Received> {
  return await trial.within('the completion of a receive', startReceive(socket, max))
}

export async function send(
  trial: Trial,
  socket: DatagramSocket,
  bytes: Uint8Array,
  to: Endpoint | undefined,
): Promise<number> {
  const sending = new Promise<number>((settle) => {
    socket.send(bytes, to, settle)
  })
  return await trial.within('the completion of a send', sending)
}

export async function interfaces(trial: Trial, backend: Backend): Promise<readonly NetworkInterface[]> {
  const asking = new Promise<{ result: number; found: readonly NetworkInterface[] }>((settle) => {
    backend.networkInterfaces?.((result, found) => {
      settle({ result, found })
    })
  })
  const { result, found } = await trial.within('the completion of networkInterfaces', asking)
  equal(describeResult(result), 'OK', 'networkInterfaces')
  return found
}

/** A result in a message: `OK`, a count, or the name of a net error. */
export function describeResult(result: number): string {
  if (result > 0) return String(result)
  return result === NetError.OK ? 'OK' : netErrorToString(result).replace('net::', '')
}

export function describeEndpoint({ address, port }: Endpoint): string {
  return `${address} port ${port}`
}
