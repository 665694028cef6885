/**
 * Listens for connections. Source: https://bun.com/docs/runtime/networking/tcp#start-a-server-bunlisten
 * Bun accepts connections at once, as every runtime does, so they wait in a queue for the app's accept.
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

/**
 * The result of a failed listen. Bun's error has no POSIX name if no descriptor is free, if the host lacks the family, or if
 * the text is not an address.
 */
function listenError({ code }: BunError): NetResult {
  const error = netErrorFromPosixCode(code)
  if (error !== NetError.ERR_FAILED) return error
  return areDescriptorsUsedUp() ? NetError.ERR_INSUFFICIENT_RESOURCES : NetError.ERR_ADDRESS_INVALID
}

/** The `data` of a listener's sockets until each has a stream. */
class Arrivals {
  readonly queue: AcceptQueue = new AcceptQueue()
  /** The local address of all connections, or undefined if each has its own. */
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
    // On a wildcard address each connection has its own local address.
    if (local.address !== '0.0.0.0' && !local.address.startsWith('::')) arrivals.local = local
  }

  accept(complete: AcceptCompletion): void {
    this.#queue.accept(complete)
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    // The argument true would also close accepted connections.
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
    // An exception in this handler would make Bun close the connection.
    try {
      queue.add(openStream(socket, peer, ownLocal))
    } catch (error) {
      throwToHost(error)
    }
  },
} satisfies BunSocketHandlers<SocketStream> as BunSocketHandlers<unknown>
