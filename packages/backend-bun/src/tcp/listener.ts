/**
 * Listening. Source: https://bun.com/docs/runtime/networking/tcp#start-a-server-bunlisten
 * Bun accepts by itself, as every runtime does, so connections that nobody has asked for wait in a queue.
 */
import {
  AcceptQueue,
  completeLater,
  NetError,
  netErrorFromPosixCode,
  openLater,
  throwToHost,
} from '@chrome-socket/api/backend'
import type {
  AcceptCompletion,
  Cancel,
  Endpoint,
  ListenCompletion,
  NetResult,
  TcpListener,
} from '@chrome-socket/api/backend'
import type { BunError, BunListener, BunRuntime, BunSocketHandlers } from '../bun-types.ts'
import { areDescriptorsUsedUp } from './descriptors.ts'
import { shareAddress } from './shared-address.ts'
import type { SocketStream } from './socket-stream.ts'
import { openStream, streamEvents } from './tcp-stream.ts'

export function listenTcp(bun: BunRuntime, at: Endpoint, complete: ListenCompletion): Cancel {
  const arrivals = new Arrivals()
  try {
    const native = bun.listen<unknown>({
      hostname: at.address,
      port: at.port,
      allowHalfOpen: true,
      data: arrivals,
      socket: acceptEvents,
    })
    return openLater(new BunTcpListener(native, { address: at.address, port: native.port }, arrivals), complete)
  } catch (error) {
    const failure = listenError(error as BunError)
    return completeLater(() => complete(failure))
  }
}

/** Bun's error has no POSIX name without a descriptor, for a family that the host lacks, and for text that is no address. */
function listenError({ code }: BunError): NetResult {
  const error = netErrorFromPosixCode(code)
  if (error !== NetError.ERR_FAILED) return error
  return areDescriptorsUsedUp() ? NetError.ERR_INSUFFICIENT_RESOURCES : NetError.ERR_ADDRESS_INVALID
}

/** The `data` of a listener's sockets until each has a stream. */
class Arrivals {
  readonly queue: AcceptQueue = new AcceptQueue()
  /** The local address of all connections. Absent when each has its own. */
  local: Endpoint | undefined
}

class BunTcpListener implements TcpListener {
  readonly local: Endpoint
  readonly #native: BunListener
  readonly #queue: AcceptQueue
  #isClosed = false

  constructor(native: BunListener, local: Endpoint, arrivals: Arrivals) {
    this.#native = native
    this.local = local
    this.#queue = arrivals.queue
    // A connection to a wildcard address has an address of its own.
    if (local.address !== '0.0.0.0' && !local.address.startsWith('::')) arrivals.local = local
  }

  accept(complete: AcceptCompletion): void {
    this.#queue.accept(complete)
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    // With true it would also close the connections that have been accepted.
    this.#native.stop(false)
    this.#queue.close()
  }
}

const acceptEvents = {
  ...streamEvents,
  open(socket) {
    const { local, queue } = (socket as { data: unknown }).data as Arrivals
    const ownLocal = local ?? { address: shareAddress(socket.localAddress), port: socket.localPort ?? 0 }
    const peer = { address: shareAddress(socket.remoteAddress), port: socket.remotePort ?? 0 }
    // An error that is thrown here would make Bun close the connection.
    try {
      queue.add(openStream(socket, peer, ownLocal))
    } catch (error) {
      throwToHost(error)
    }
  },
} satisfies BunSocketHandlers<SocketStream> as BunSocketHandlers<unknown>
