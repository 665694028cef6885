/**
 * Connecting. Source: https://bun.com/docs/runtime/networking/tcp#create-a-connection-bunconnect
 * and Chromium's MapConnectError (net/socket/socket_posix.cc).
 */
import { afterMicrotasks, connectErrorFromPosixCode, NetError, throwToHost } from '@chrome-socket/api/backend'
import type { Cancel, ConnectCompletion, Endpoint, NetResult } from '@chrome-socket/api/backend'
import type { BunError, BunRuntime, BunSocket, BunSocketHandlers } from '../bun-types.ts'
import { now } from '../globals.ts'
import { areDescriptorsUsedUp } from './descriptors.ts'
import type { SocketStream } from './socket-stream.ts'
import { openStream, streamEvents } from './tcp-stream.ts'

export function connectTcp(bun: BunRuntime, to: Endpoint, complete: ConnectCompletion): Cancel {
  const attempt = new Attempt(to, complete)
  try {
    // The promise says nothing that the events do not.
    bun
      .connect<unknown>({
        hostname: to.address,
        port: to.port,
        allowHalfOpen: true,
        data: attempt,
        socket: connectEvents,
      })
      .catch(() => {})
  } catch {
    attempt.fail(NetError.ERR_ADDRESS_INVALID)
  }
  attempt.isUnderWay = true
  return () => attempt.cancel()
}

/** A connection in the making: the `data` of its socket until there is a stream. */
class Attempt {
  /** Bun reports what the system refuses at once within the call. */
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
    const complete = this.#complete
    this.#complete = undefined
    if (complete === undefined) stream.close()
    else complete(NetError.OK, stream)
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

  /** Bun has no way to call off a connect: its descriptor goes when the system has an answer. */
  cancel(): void {
    this.#complete = undefined
  }
}

/** No system waits less than this for an answer to its SYNs, and no answer to the last one takes as long. */
const systemTimeoutMilliseconds = 60_000

/**
 * Bun says ECONNREFUSED for nearly all failures. Within the call itself it is that there is no descriptor
 * left, or no route, and a connection that took its whole time was not refused but had no answer.
 */
function connectError({ code }: BunError, isWithinCall: boolean, milliseconds: number): NetResult {
  if (code === 'ECONNREFUSED') {
    if (isWithinCall) {
      return areDescriptorsUsedUp() ? NetError.ERR_INSUFFICIENT_RESOURCES : NetError.ERR_ADDRESS_UNREACHABLE
    }
    if (milliseconds >= systemTimeoutMilliseconds) return NetError.ERR_CONNECTION_TIMED_OUT
  }
  return connectErrorFromPosixCode(code)
}

const connectEvents = {
  ...streamEvents,
  open(socket) {
    // What is thrown here would make Bun close the connection.
    try {
      attemptOf(socket).opened(socket)
    } catch (error) {
      throwToHost(error)
    }
  },
  connectError(socket, error) {
    attemptOf(socket).refused(error)
  },
} satisfies BunSocketHandlers<SocketStream> as BunSocketHandlers<unknown>

function attemptOf(socket: BunSocket): Attempt {
  return socket.data as Attempt
}
