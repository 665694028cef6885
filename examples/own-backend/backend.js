// A backend without a network: whoever connects hears an echo of what is written. A real one has the same shape. It keeps the
// rules of the contract, which stand in @chrome-socket/api/backend; @chrome-socket/conformance tests a backend against them.
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

/** @returns {Backend} It has TCP clients only: what a backend cannot do is absent, and the app is told so. */
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
  /** The write that waits until what was written before it has been read, if there is one. */
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
    // The bytes are borrowed until the write completes: what is kept is a copy.
    const echo = bytes.slice()
    afterMicrotasks(() => {
      if (this.#isClosed) return complete(NetError.ERR_CONNECTION_CLOSED)
      const finish = () => complete(echo.byteLength)
      // A reader that does not read holds up the writer.
      if (echo.byteLength === 0 || this.#inbox.receive(echo, echo.byteLength)) finish()
      else this.#waiting = finish
    })
  }

  /** The inbox has room again. */
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
