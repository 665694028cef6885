/** The variant with Bun's raw sockets. Source: https://bun.com/docs/runtime/networking/tcp and …/udp */
import net from 'node:net'
import type { Connection, Datagrams, Listener, Sockets } from '../sockets.ts'
import type { Open, Target } from '../task.ts'
import { openWith } from '../tasks/tasks.ts'

/** The part of Bun's API that this variant calls. */
interface BunSocket {
  data: BunConnection
  /** Returns the number of accepted bytes. `drain` is called when there is room again. */
  write(bytes: Uint8Array): number
  end(): void
  setNoDelay(on: boolean): boolean
}
interface BunUdpSocket {
  readonly port: number
  send(bytes: Uint8Array, port: number, address: string): boolean
  close(): void
}
interface BunRuntime {
  connect(options: {
    hostname: string
    port: number
    tls?: object
    data: BunConnection
    socket: typeof handlers
  }): Promise<BunSocket>
  listen(options: { hostname: string; port: number; data: undefined; socket: object }): {
    readonly port: number
    stop(): void
  }
  udpSocket(options: { hostname: string; port: number; socket: object }): Promise<BunUdpSocket>
}

const bun = (globalThis as unknown as { readonly Bun: BunRuntime }).Bun

/** The handlers of all sockets. Each socket has its own callbacks in `socket.data`, as Bun's documentation advises. */
const handlers = {
  data(socket: BunSocket, bytes: Uint8Array): void {
    socket.data.received?.(bytes.byteLength)
  },
  drain(socket: BunSocket): void {
    socket.data.drained?.()
  },
}

const secureHandlers = {
  ...handlers,
  handshake(socket: BunSocket): void {
    socket.data.drained?.()
  },
}

class BunConnection implements Connection {
  socket: BunSocket | undefined
  received: ((length: number) => void) | undefined
  /** The callback for when there is room again, or when the handshake is done. */
  drained: (() => void) | undefined

  receive(_size: number, received: (length: number) => void): void {
    this.received = received
  }

  write(bytes: Uint8Array): void {
    this.socket?.write(bytes)
  }

  /** Writes all bytes. Returns true if Bun accepted them at once; otherwise `done` is called later. */
  #writeAll(bytes: Uint8Array, done: () => void): boolean {
    const { socket } = this
    if (socket === undefined) return false
    let taken = socket.write(bytes)
    if (taken === bytes.byteLength) return true
    this.drained = () => {
      taken += socket.write(bytes.subarray(taken))
      if (taken < bytes.byteLength) return
      this.drained = undefined
      done()
    }
    return false
  }

  writeInTurn(bytes: Uint8Array, written: () => boolean): void {
    const loop = (): void => {
      while (this.#writeAll(bytes, onWritten)) if (!written()) return
    }
    const onWritten = (): void => {
      if (written()) loop()
    }
    loop()
  }

  writeTogether(bytes: Uint8Array, count: number, written: () => boolean): void {
    let taken = 0
    const tick = (): void => {
      for (; taken < count; taken += 1) if (!this.#writeAll(bytes, onWritten)) return
      taken = 0
      if (written()) setImmediate(tick)
    }
    const onWritten = (): void => {
      taken += 1
      tick()
    }
    tick()
  }

  close(): void {
    this.received = undefined
    this.socket?.end()
  }
}

class BunDatagrams implements Datagrams {
  readonly #target: Target
  #socket: BunUdpSocket | undefined
  #received: (() => void) | undefined
  #drained: (() => void) | undefined

  constructor(target: Target) {
    this.#target = target
  }

  async bind(): Promise<void> {
    const socket = { data: () => this.#received?.(), drain: () => this.#drained?.() }
    this.#socket = await bun.udpSocket({ hostname: '127.0.0.1', port: 0, socket })
  }

  get port(): number {
    return this.#socket?.port ?? 0
  }

  receive(received: () => void): void {
    this.#received = received
  }

  send(bytes: Uint8Array): void {
    this.#socket?.send(bytes, this.#target.port, this.#target.host)
  }

  sendTogether(bytes: Uint8Array, count: number, sent: () => boolean): void {
    const socket = this.#socket
    const { port, host } = this.#target
    let taken = 0
    const tick = (): void => {
      for (; taken < count; taken += 1) if (!socket?.send(bytes, port, host)) return
      taken = 0
      if (sent()) setImmediate(tick)
    }
    this.#drained = tick
    tick()
  }

  close(): void {
    this.#socket?.close()
  }
}

/** The socket for calls with wrong arguments. It is one of Bun's node:net, because Bun's own sockets accept any argument. */
const neverConnected = new net.Socket()

const sockets: Sockets = {
  async connect({ host, port, ca }) {
    const connection = new BunConnection()
    const secured = new Promise<void>((resolve) => {
      connection.drained = ca === undefined ? undefined : resolve
    })
    connection.socket = await bun.connect({
      hostname: host,
      port,
      data: connection,
      ...(ca === undefined ? { socket: handlers } : { tls: { ca }, socket: secureHandlers }),
    })
    connection.socket.setNoDelay(true)
    if (ca !== undefined) await secured
    connection.drained = undefined
    return connection
  },

  async listen(accepted): Promise<Listener> {
    const socket = {
      ...handlers,
      open(socket: BunSocket): void {
        const connection = new BunConnection()
        connection.socket = socket
        socket.data = connection
        accepted(connection)
      },
    }
    const listener = bun.listen({ hostname: '127.0.0.1', port: 0, data: undefined, socket })
    return { port: listener.port, close: () => listener.stop() }
  },

  async bind(target) {
    const datagrams = new BunDatagrams(target)
    await datagrams.bind()
    return datagrams
  },

  callWrongly() {
    neverConnected.write(4096 as unknown as string)
  },
}

export const open: Open = openWith(() => sockets)
