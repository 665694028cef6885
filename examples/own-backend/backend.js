// A backend without a network: every connection is an echo. A real backend has the same structure. The rules that it must
// keep are the contract in @chrome-socket/api/backend. @chrome-socket/conformance tests a backend against them.
import {
  afterMicrotasks,
  canonicalIpLiteral,
  completeLater,
  Inbox,
  NetError,
  openLater,
} from '@chrome-socket/api/backend'

/** @typedef {import('@chrome-socket/api/backend').Backend} Backend */
/** @typedef {import('@chrome-socket/api/backend').TcpStream} TcpStream */

/** @returns {Backend} A backend with TCP clients only. The API tells the app about the parts that a backend does not have. */
export function echoBackend() {
  return {
    name: 'echo',
    resolve: (hostname, _family, complete) => {
      const address = canonicalIpLiteral(hostname) ?? '192.0.2.1'
      return completeLater(() => complete(NetError.OK, [address]))
    },
    connect: (to, complete) => openLater(new EchoStream(to), complete),
  }
}

/** @implements {TcpStream} */
class EchoStream {
  local = { address: '192.0.2.2', port: 50_000 }
  #inbox = new Inbox(this)
  #isClosed = false
  /** Completes the write that waits until the app has read the bytes before it, if a write waits. */
  /** @type {(() => void) | undefined} */
  #waiting

  /** @param {import('@chrome-socket/api/backend').Endpoint} peer */
  constructor(peer) {
    this.peer = peer
  }

  /** @type {TcpStream['read']} */
  read(max, reader) {
    this.#inbox.read(max, reader)
  }

  /** @type {TcpStream['write']} */
  write(bytes, complete) {
    // The echo is a copy, because the backend only borrows the bytes until the write completes.
    const echo = bytes.slice()
    afterMicrotasks(() => {
      if (this.#isClosed) return complete(NetError.ERR_CONNECTION_CLOSED)
      const finish = () => complete(echo.byteLength)
      // The write waits while the inbox is full.
      if (echo.byteLength === 0 || this.#inbox.receive(echo, echo.byteLength)) finish()
      else this.#waiting = finish
    })
  }

  /** Completes the waiting write. The inbox calls this function when it has room again. */
  resume() {
    const finish = this.#waiting
    this.#waiting = undefined
    finish?.()
  }

  close() {
    this.#isClosed = true
    this.#inbox.close()
  }

  setNoDelay() {
    return true
  }

  setKeepAlive() {
    return true
  }
}
