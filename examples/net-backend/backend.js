// A backend on node:net with TCP clients. docs/writing-a-backend.md explains each step.
import dns from 'node:dns'
import net from 'node:net'
import { afterMicrotasks, connectErrorFromPosixCode, Inbox, isOfFamily } from '@chrome-socket/api/backend'
import { NetError, netErrorFromPosixCode } from '@chrome-socket/api/backend'

/** The options that Chromium sets on a connection, and `allowHalfOpen`: the contract allows writes after the peer's end. */
export const socketOptions = { allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: 45_000 }

export const netBackend = () => ({ name: 'net', resolve, connect })

function resolve(hostname, family, complete) {
  let isCancelled = false
  dns.lookup(hostname || '.', { all: true, verbatim: true }, (_error, found = []) => {
    const addresses = found.map(({ address }) => address).filter((address) => isOfFamily(address, family))
    const result = addresses.length > 0 ? NetError.OK : NetError.ERR_NAME_NOT_RESOLVED
    afterMicrotasks(() => isCancelled || complete(result, addresses))
  })
  return () => void (isCancelled = true)
}

function connect({ address, port }, complete) {
  const socket = net.connect({ ...socketOptions, host: address, port })
  let isCancelled = false
  const fail = ({ code }) => afterMicrotasks(() => isCancelled || complete(connectErrorFromPosixCode(code)))
  socket.once('error', fail)
  socket.once('connect', () => complete(NetError.OK, new NetStream(socket.off('error', fail))))
  return () => void ((isCancelled = true), socket.connecting && socket.destroy())
}

export class NetStream {
  #inbox = new Inbox(this)
  #isClosed = false

  constructor(socket) {
    this.socket = socket.pause()
    this.local = { address: socket.localAddress, port: socket.localPort }
    this.peer = { address: socket.remoteAddress, port: socket.remotePort }
    socket.on('data', (chunk) => this.#inbox.receive(chunk, chunk.byteLength) || socket.pause())
    socket.on('end', () => this.#inbox.finish(NetError.OK))
    socket.on('error', ({ code }) => this.#inbox.finish(netErrorFromPosixCode(code)))
  }

  read(max, reader) {
    this.#inbox.read(max, reader)
    if (!this.#inbox.isFull) this.resume()
  }

  /** Continues receiving. The inbox calls this function when it has room again. */
  resume() {
    this.socket.resume()
  }

  write(bytes, complete) {
    const closed = () => (this.#isClosed ? NetError.ERR_CONNECTION_CLOSED : this.#inbox.failure)
    const finish = (error) => complete(closed() ?? (error ? NetError.ERR_FAILED : bytes.byteLength))
    if (closed() !== undefined) afterMicrotasks(finish)
    else this.socket.write(bytes, (error) => afterMicrotasks(() => finish(error)))
  }

  /** Receives what has arrived before the end, because a close with bytes unread would reset the connection. */
  close() {
    this.#isClosed = true
    this.#inbox.close()
    this.resume()
    setImmediate(() => setImmediate(() => this.socket.destroy()))
  }

  setNoDelay(on) {
    this.socket.setNoDelay(on)
    return !this.#isClosed
  }

  setKeepAlive(on, delaySeconds) {
    this.socket.setKeepAlive(on, delaySeconds * 1000)
    return !this.#isClosed
  }
}
