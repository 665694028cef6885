/**
 * Makes TCP connections. Source: https://bun.com/docs/runtime/networking/tcp#create-a-connection-bunconnect and Chromium's
 * MapConnectError (net/socket/socket_posix.cc).
 */
import { isIP } from 'node:net'
import { afterMicrotasks, completeLater, connectErrorFromPosixCode, NetError } from '@chrome-socket/api/backend'
import type { Cancel, ConnectCompletion, Endpoint, NetResult } from '@chrome-socket/api/backend'
import type { BunError, BunRuntime, BunSocket, BunSocketHandlers } from '../bun-types.ts'
import { now } from '../globals.ts'
import { connectByNodeSocket } from './connect-by-node-socket.ts'
import { areDescriptorsUsedUp } from './descriptors.ts'
import type { SocketStream } from './socket-stream.ts'
import { openStream, streamEvents } from './tcp-stream.ts'

export function connectTcp(bun: BunRuntime, to: Endpoint, complete: ConnectCompletion): Cancel {
  if (isIP(to.address) === 0) return completeLater(() => complete(NetError.ERR_ADDRESS_INVALID))
  const attempt = new ConnectAttempt(to, complete)
  const callOff = (isLoopback(to) ? undefined : connectByNodeSocket(to, attempt)) ?? connectByBun(bun, to, attempt)
  return () => {
    if (attempt.cancel()) callOff()
  }
}

/** A connect that is under way. It is the `data` of Bun's socket until there is a stream. */
export class ConnectAttempt {
  /** Whether the network may have been asked. An error before that comes from the system itself. */
  isUnderWay = false
  readonly #to: Endpoint
  readonly #begun: number = now()
  #complete: ConnectCompletion | undefined

  constructor(to: Endpoint, complete: ConnectCompletion) {
    this.#to = to
    this.#complete = complete
  }

  opened(socket: BunSocket<SocketStream>): void {
    const stream = openStream(socket, this.#to)
    afterMicrotasks(() => {
      const complete = this.#complete
      this.#complete = undefined
      if (complete === undefined) stream.close()
      else complete(NetError.OK, stream)
    })
  }

  refused(error: BunError): void {
    this.fail(connectError(error, !this.isUnderWay, now() - this.#begun))
  }

  fail(result: NetResult): void {
    afterMicrotasks(() => {
      const complete = this.#complete
      this.#complete = undefined
      complete?.(result)
    })
  }

  /** Cancels the connect. Returns false if it has already completed. */
  cancel(): boolean {
    const isPending = this.#complete !== undefined
    this.#complete = undefined
    return isPending
  }
}

/**
 * Whether an address belongs to the loopback network. This host answers itself at once, so such a connect need not be
 * cancellable. Without that it takes 90 bytes less of the heap, and makes 2 KB less garbage.
 */
function isLoopback({ address }: Endpoint): boolean {
  return address.startsWith('127.') || address === '::1'
}

/** Connects with `Bun.connect`, which cannot be cancelled. */
export function connectByBun(bun: BunRuntime, { address, port }: Endpoint, attempt: ConnectAttempt): Cancel {
  try {
    // The events give the same information as the promise.
    bun
      .connect<unknown>({ hostname: address, port, allowHalfOpen: true, data: attempt, socket: connectEvents })
      .catch(() => {})
  } catch {
    attempt.fail(NetError.ERR_ADDRESS_INVALID)
  }
  // Bun has already reported, within the call, an error of the system itself.
  attempt.isUnderWay = true
  return () => {}
}

const connectEvents = {
  ...streamEvents,
  open: (socket) => attemptOf(socket).opened(socket),
  connectError: (socket, error) => attemptOf(socket).refused(error),
} satisfies BunSocketHandlers<SocketStream> as BunSocketHandlers<unknown>

function attemptOf(socket: BunSocket): ConnectAttempt {
  return socket.data as ConnectAttempt
}

/** A time in milliseconds that is less than any system's connect timeout, and more than an answer to the last SYN takes. */
const systemTimeout = 60_000

/**
 * The result of a failed connect. Bun reports ECONNREFUSED for nearly every failure. If it comes at once, no descriptor is
 * free or there is no route. After the system's timeout, there was no answer.
 */
function connectError({ code }: BunError, isAtOnce: boolean, milliseconds: number): NetResult {
  if (code === 'ECONNREFUSED') {
    if (isAtOnce) {
      return areDescriptorsUsedUp() ? NetError.ERR_INSUFFICIENT_RESOURCES : NetError.ERR_ADDRESS_UNREACHABLE
    }
    if (milliseconds >= systemTimeout) return NetError.ERR_CONNECTION_TIMED_OUT
  }
  return connectErrorFromPosixCode(code)
}
