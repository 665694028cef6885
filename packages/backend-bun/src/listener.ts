/**
 * Listening. Source: https://bun.com/docs/runtime/networking/tcp#start-a-server-bunlisten
 * Bun accepts by itself, as every runtime does, so connections that nobody has asked for wait here.
 */
import { afterMicrotasks, NetError, netErrorFromPosixCode } from '@chrome-socket/api/backend'
import type { Cancel, Endpoint, NetResult, TcpListener, TcpStream } from '@chrome-socket/api/backend'
import type { BunError, BunListener, BunRuntime, BunSocketHandlers } from './bun-types.ts'
import { areDescriptorsUsedUp } from './descriptors.ts'
import { shareAddress } from './shared-address.ts'
import { openStream, rethrow, streamEvents } from './tcp.ts'
import type { BunTcpStream } from './tcp.ts'

type ListenDone = (result: NetResult, listener?: TcpListener) => void
type AcceptDone = (result: NetResult, stream?: TcpStream) => void

export function listenTcp(bun: BunRuntime, at: Endpoint, done: ListenDone): Cancel {
  const arrivals = new Arrivals()
  let listener: BunTcpListener | undefined
  let failure: NetResult = NetError.OK
  try {
    const native = bun.listen<unknown>({
      hostname: at.address,
      port: at.port,
      allowHalfOpen: true,
      data: arrivals,
      socket: acceptEvents,
    })
    listener = new BunTcpListener(native, { address: at.address, port: native.port }, arrivals)
  } catch (error) {
    failure = listenError(error as BunError)
  }
  let wanted = true
  afterMicrotasks(() => {
    if (!wanted) return
    wanted = false
    if (listener === undefined) done(failure)
    else done(NetError.OK, listener)
  })
  return () => {
    if (wanted) listener?.close()
    wanted = false
  }
}

/** For an address that is not a literal, of a family that the host lacks, or without a descriptor, Bun's error has no POSIX name. */
function listenError({ code }: BunError): NetResult {
  const error = netErrorFromPosixCode(code)
  if (error !== NetError.ERR_FAILED) return error
  return areDescriptorsUsedUp() ? NetError.ERR_INSUFFICIENT_RESOURCES : NetError.ERR_ADDRESS_INVALID
}

/** What Linux lets a system's own queue hold at most (SOMAXCONN). Connections beyond it are closed, as each keeps a descriptor. */
const mostWaiting = 4096

/** Connections on the way from Bun to whoever accepts them: the `data` of a socket until there is a stream. */
class Arrivals {
  readonly waiting: TcpStream[] = []
  accept: AcceptDone | undefined
  /** For connections that come before the listener is known. */
  local: Endpoint | undefined

  arrived(stream: TcpStream): void {
    const done = this.accept
    if (done === undefined) {
      if (this.waiting.length < mostWaiting) this.waiting.push(stream)
      else stream.close()
      return
    }
    this.accept = undefined
    done(NetError.OK, stream)
  }
}

class BunTcpListener implements TcpListener {
  readonly local: Endpoint
  readonly #native: BunListener
  readonly #arrivals: Arrivals
  #closed = false

  constructor(native: BunListener, local: Endpoint, arrivals: Arrivals) {
    this.#native = native
    this.local = local
    this.#arrivals = arrivals
    // A connection to a wildcard address has an address of its own.
    if (local.address !== '0.0.0.0' && !local.address.startsWith('::')) arrivals.local = local
  }

  accept(done: AcceptDone): void {
    const { waiting } = this.#arrivals
    if (!this.#closed && waiting.length === 0) {
      this.#arrivals.accept = done
      return
    }
    // It stays in the queue until its turn, so that closing in between completes this accept and closes that connection.
    afterMicrotasks(() => {
      const stream = waiting.shift()
      if (stream === undefined) done(NetError.ERR_CONNECTION_CLOSED)
      else done(NetError.OK, stream)
    })
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    // Not the connections that have been accepted.
    this.#native.stop(false)
    for (const stream of this.#arrivals.waiting.splice(0)) stream.close()
    const pending = this.#arrivals.accept
    this.#arrivals.accept = undefined
    if (pending !== undefined) afterMicrotasks(() => pending(NetError.ERR_CONNECTION_CLOSED))
  }
}

const acceptEvents = {
  ...streamEvents,
  open(socket) {
    const arrivals = (socket as { data: unknown }).data as Arrivals
    const local = arrivals.local ?? { address: shareAddress(socket.localAddress), port: socket.localPort ?? 0 }
    const peer = { address: shareAddress(socket.remoteAddress), port: socket.remotePort ?? 0 }
    // What is thrown here would make Bun close the connection.
    try {
      arrivals.arrived(openStream(socket, peer, local))
    } catch (error) {
      rethrow(error)
    }
  },
} satisfies BunSocketHandlers<BunTcpStream> as BunSocketHandlers<unknown>
