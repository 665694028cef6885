/**
 * Connecting. Source: https://bun.com/docs/runtime/networking/tcp#create-a-connection-bunconnect
 * and Chromium's MapConnectError (net/socket/socket_posix.cc).
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

/** A connection that is being made. It is the `data` of Bun's socket until there is a stream. */
export class ConnectAttempt {
  /** False while the system can only have refused at once, without asking the network. */
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

  /** Returns false when the completion has come already. */
  cancel(): boolean {
    const isPending = this.#complete !== undefined
    this.#complete = undefined
    return isPending
  }
}

/**
 * This host answers itself at once, so such a connect need not be called off, and goes the cheaper way: it takes 90 bytes less
 * of the heap, and makes 2 KB less garbage.
 */
function isLoopback({ address }: Endpoint): boolean {
  return address.startsWith('127.') || address === '::1'
}

/** Connects in a way that cannot be called off. */
export function connectByBun(bun: BunRuntime, { address, port }: Endpoint, attempt: ConnectAttempt): Cancel {
  try {
    // The events say all that the promise says.
    bun
      .connect<unknown>({ hostname: address, port, allowHalfOpen: true, data: attempt, socket: connectEvents })
      .catch(() => {})
  } catch {
    attempt.fail(NetError.ERR_ADDRESS_INVALID)
  }
  // Bun tells within the call what the system refuses at once.
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

/** In milliseconds. Every system waits longer for an answer to its SYNs, and an answer to the last one takes less. */
const systemTimeout = 60_000

/**
 * Bun says ECONNREFUSED for nearly every failure. A refusal at once means that there is no descriptor left, or no route. After
 * the system's timeout it means that there was no answer.
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
