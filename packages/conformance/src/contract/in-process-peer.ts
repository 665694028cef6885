/**
 * Trusted peers on a network inside the process: a sound backend of that network, with promises around its callbacks.
 * Its streams have two functions that the contract does not require: to end one side, and to reset.
 */
import { NetError, netErrorToString, readBytes } from '@chrome-socket/api/backend'
import type {
  Backend,
  Cancel,
  DatagramSocket,
  Endpoint,
  NetResult,
  TcpListener,
  TcpStream,
} from '@chrome-socket/api/backend'
import type { RawDatagramSocket, RawPeer, RawStream } from './raw-peer.ts'

export interface PeerStream extends TcpStream {
  /** Ends this side (FIN) after the written bytes. */
  end(): void
  /** Resets the connection (RST). */
  reset(): void
}

export interface PeerListener extends TcpListener {
  accept(done: (result: NetResult, stream?: PeerStream) => void): void
}

/** A backend with all its parts, whose streams are `PeerStream`s. */
export interface PeerBackend extends Backend {
  connect(to: Endpoint, done: (result: NetResult, stream?: PeerStream) => void): Cancel
  listen(at: Endpoint, backlog: number, done: (result: NetResult, listener?: PeerListener) => void): Cancel
  openDatagram: NonNullable<Backend['openDatagram']>
}

export function inProcessPeer(backend: PeerBackend): RawPeer {
  return {
    async listen(address) {
      const listener = await opened<PeerListener>((done) => backend.listen({ address, port: 0 }, 1000, done))
      return {
        local: listener.local,
        accept: async () => rawStream(await opened<PeerStream>((done) => listener.accept(done))),
        close: () => listener.close(),
      }
    },
    connect: async (to) => rawStream(await opened<PeerStream>((done) => backend.connect(to, done))),
    async openDatagram(address) {
      const options = { bind: { address, port: 0 }, multicastTtl: 1, multicastLoopback: true }
      return rawDatagramSocket(await opened<DatagramSocket>((done) => backend.openDatagram(options, done)))
    },
  }
}

function rawStream(stream: PeerStream): RawStream {
  return {
    local: stream.local,
    peer: stream.peer,
    read: () =>
      new Promise((resolve, reject) => {
        readBytes(stream, 65_536, (result, bytes) => {
          if (result < 0) reject(new Error(netErrorToString(result)))
          else resolve(result === 0 ? undefined : bytes)
        })
      }),
    write: (bytes) => succeeds((done) => stream.write(bytes, done)),
    end: () => stream.end(),
    reset: () => stream.reset(),
    close: () => stream.close(),
  }
}

function rawDatagramSocket(socket: DatagramSocket): RawDatagramSocket {
  return {
    local: socket.local,
    send: (bytes, to) => succeeds((done) => socket.send(bytes, to, done)),
    receive: () =>
      new Promise((resolve, reject) => {
        socket.receive(65_536, (result, data, from) => {
          if (result < 0) reject(new Error(netErrorToString(result)))
          else resolve({ bytes: new Uint8Array(data), from })
        })
      }),
    close: () => socket.close(),
  }
}

async function opened<Socket>(open: (done: (result: NetResult, socket?: Socket) => void) => void): Promise<Socket> {
  return await new Promise((resolve, reject) => {
    open((result, socket) => {
      if (result !== NetError.OK || socket === undefined) reject(new Error(netErrorToString(result)))
      else resolve(socket)
    })
  })
}

async function succeeds(start: (done: (result: NetResult) => void) => void): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    start((result) => {
      if (result < 0) reject(new Error(netErrorToString(result)))
      else resolve()
    })
  })
}
