/**
 * The primitives in chrome.sockets, as an app uses it, on any backend. It receives by the events of the namespace.
 *
 * The functions and classes use nothing from outside this file, because Chromium gets their source text.
 */
import type { ChromeSockets } from '@chrome-socket/api'
import type { Connection, Datagrams, Listener, Sockets } from '../sockets.ts'
import type { Target } from '../task.ts'

type Tcp = ChromeSockets['tcp']
type Udp = ChromeSockets['udp']

/** The part of `chrome` that the variants use. */
export interface ChromeWithSockets {
  readonly sockets: ChromeSockets
}

function ignore(): void {}

function must(result: number): void {
  if (result < 0) throw new Error(`chrome.sockets answered ${result}`)
}

class SocketsConnection implements Connection {
  readonly #tcp: Tcp
  readonly #id: number
  readonly #receivers: Map<number, (length: number) => void>

  /** Makes a connection of a socket that is paused. */
  constructor(tcp: Tcp, id: number, receivers: Map<number, (length: number) => void>) {
    this.#tcp = tcp
    this.#id = id
    this.#receivers = receivers
  }

  receive(size: number, received: (length: number) => void): void {
    this.#receivers.set(this.#id, received)
    this.#tcp.update(this.#id, { bufferSize: size }, ignore)
    this.#tcp.setPaused(this.#id, false, ignore)
  }

  write(bytes: Uint8Array): void {
    this.#tcp.send(this.#id, bytes, ignore)
  }

  writeInTurn(bytes: Uint8Array, written: () => boolean): void {
    const tcp = this.#tcp
    const id = this.#id
    const onSent = ({ resultCode }: { resultCode: number }): void => {
      must(resultCode)
      if (written()) tcp.send(id, bytes, onSent)
    }
    tcp.send(id, bytes, onSent)
  }

  writeTogether(bytes: Uint8Array, count: number, written: () => boolean): void {
    const tcp = this.#tcp
    const id = this.#id
    let answered = 0
    const sendAll = (): void => {
      answered = 0
      for (let i = 0; i < count; i += 1) tcp.send(id, bytes, onSent)
    }
    const onSent = ({ resultCode }: { resultCode: number }): void => {
      must(resultCode)
      answered += 1
      if (answered === count && written()) sendAll()
    }
    sendAll()
  }

  close(): void {
    this.#receivers.delete(this.#id)
    this.#tcp.close(this.#id, ignore)
  }
}

class SocketsListener implements Listener {
  readonly port: number
  readonly #close: () => void

  constructor(port: number, close: () => void) {
    this.port = port
    this.#close = close
  }

  close(): void {
    this.#close()
  }
}

class SocketsDatagrams implements Datagrams {
  readonly port: number
  readonly #udp: Udp
  readonly #id: number
  readonly #target: Target
  readonly #receivers: Map<number, () => void>

  constructor(udp: Udp, id: number, port: number, target: Target, receivers: Map<number, () => void>) {
    this.#udp = udp
    this.#id = id
    this.port = port
    this.#target = target
    this.#receivers = receivers
  }

  receive(received: () => void): void {
    this.#receivers.set(this.#id, received)
  }

  send(bytes: Uint8Array): void {
    const { host, port } = this.#target
    this.#udp.send(this.#id, bytes, host, port, ignore)
  }

  sendTogether(bytes: Uint8Array, count: number, sent: () => boolean): void {
    const udp = this.#udp
    const id = this.#id
    const { host, port } = this.#target
    let answered = 0
    const sendAll = (): void => {
      answered = 0
      for (let i = 0; i < count; i += 1) udp.send(id, bytes, host, port, onSent)
    }
    const onSent = (): void => {
      answered += 1
      if (answered === count && sent()) sendAll()
    }
    sendAll()
  }

  close(): void {
    this.#receivers.delete(this.#id)
    this.#udp.close(this.#id, ignore)
  }
}

export function socketsOf({ sockets: { tcp, tcpServer, udp } }: ChromeWithSockets): Sockets {
  const receivers = new Map<number, (length: number) => void>()
  tcp.onReceive.addListener(({ socketId, data }) => receivers.get(socketId)?.(data.byteLength))
  const datagramReceivers = new Map<number, () => void>()
  udp.onReceive.addListener(({ socketId }) => datagramReceivers.get(socketId)?.())
  const acceptors = new Map<number, (connection: Connection) => void>()
  tcpServer.onAccept.addListener(({ socketId, clientSocketId }) =>
    acceptors.get(socketId)?.(new SocketsConnection(tcp, clientSocketId, receivers)),
  )
  return {
    async connect(target) {
      const { socketId } = await tcp.create()
      await tcp.setPaused(socketId, true)
      must(await new Promise((resolve) => tcp.connect(socketId, target.host, target.port, resolve)))
      if (target.ca !== undefined) must(await new Promise((resolve) => tcp.secure(socketId, resolve)))
      return new SocketsConnection(tcp, socketId, receivers)
    },

    async listen(accepted) {
      const { socketId } = await tcpServer.create()
      acceptors.set(socketId, accepted)
      must(await new Promise((resolve) => tcpServer.listen(socketId, '127.0.0.1', 0, 512, resolve)))
      const close = (): void => tcpServer.close(socketId, ignore)
      return new SocketsListener((await tcpServer.getInfo(socketId)).localPort ?? 0, close)
    },

    async bind(target) {
      const { socketId } = await udp.create()
      must(await new Promise((resolve) => udp.bind(socketId, '127.0.0.1', 0, resolve)))
      return new SocketsDatagrams(
        udp,
        socketId,
        (await udp.getInfo(socketId)).localPort ?? 0,
        target,
        datagramReceivers,
      )
    },

    /** Calls `connect` without a port. */
    callWrongly() {
      ;(tcp.connect as (...args: unknown[]) => void)(1, '127.0.0.1')
    },
  }
}

/** A script for a page that defines `socketsOf`. */
export const chromeSocketsSource: string = [
  ignore,
  must,
  SocketsConnection,
  SocketsListener,
  SocketsDatagrams,
  socketsOf,
].join('\n')
