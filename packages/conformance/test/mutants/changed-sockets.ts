/** Changes only the sockets of a backend. */
import type { Backend, DatagramSocket, TcpListener, TcpStream, Reader } from '@chrome-socket/api/backend'

/** Whether the socket has been closed by its user. */
interface Life {
  closed: boolean
}

/** Replaces some members of `inner`. A member may call `inner` to be correct most of the time. */
export type Change<Socket> = (inner: Socket, life: Readonly<Life>) => Partial<Socket>

function changed<Socket extends { close(): void }>(inner: Socket, change: Change<Socket>): Socket {
  const life: Life = { closed: false }
  const changes: Partial<Socket> = change(inner, life)
  const close = changes.close ?? (() => inner.close())
  return new Proxy(inner, {
    get(target, member) {
      if (member === 'close') {
        return () => {
          close()
          life.closed = true
        }
      }
      if (member in changes) return Reflect.get(changes, member) as unknown
      const value: unknown = Reflect.get(target, member, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}

type Opened<Socket> = (result: number, socket?: Socket) => void

function opening<Socket extends { close(): void }>(change: Change<Socket>, done: Opened<Socket>): Opened<Socket> {
  return (result, socket) => done(result, socket && changed(socket, change))
}

/**
 * Changes the streams of `connect`. The streams of `accept` stay sound, so that half of the stream cases still pass.
 */
export function connectedStreams(change: Change<TcpStream>): (backend: Backend) => Backend {
  return (backend) => ({ ...backend, connect: (to, done) => backend.connect(to, opening(change, done)) })
}

export function listeners(change: Change<TcpListener>): (backend: Backend) => Backend {
  return (backend) => ({
    ...backend,
    listen: (at, backlog, done) => backend.listen?.(at, backlog, opening(change, done)) ?? (() => {}),
  })
}

/** Changes the streams of `accept`. */
export function acceptedStreams(change: Change<TcpStream>): (backend: Backend) => Backend {
  return listeners((inner) => ({ accept: (done) => inner.accept(opening(change, done)) }))
}

export function datagramSockets(change: Change<DatagramSocket>): (backend: Backend) => Backend {
  return (backend) => ({
    ...backend,
    openDatagram: (options, done) => backend.openDatagram?.(options, opening(change, done)) ?? (() => {}),
  })
}

/** Makes a function that takes bytes and calls a reader. */
export function completionOf(reader: Reader): (result: number, bytes: Uint8Array<ArrayBuffer>) => void {
  return (result, bytes) => reader.completeRead(result, bytes.buffer)
}
