/**
 * The primitives in chrome.socket, as an app uses it, on any backend.
 *
 * The functions and classes use nothing from outside this file, because Chromium gets their source text.
 */
import type { ChromeSocket } from '@chrome-socket/api'
import type { Connection, Datagrams, Listener, Sockets } from '../sockets.ts'
import type { Target } from '../task.ts'

/** The part of `chrome` that the variants use. */
export interface ChromeLike {
  readonly socket: ChromeSocket
}

function ignore(): void {}

function must(result: number): void {
  if (result < 0) throw new Error(`chrome.socket answered ${result}`)
}

class ChromeConnection implements Connection {
  readonly #socket: ChromeSocket
  readonly #id: number
  #open = true

  constructor(socket: ChromeSocket, id: number) {
    this.#socket = socket
    this.#id = id
  }

  receive(size: number, received: (length: number) => void): void {
    const socket = this.#socket
    const id = this.#id
    const onRead = ({ resultCode }: { resultCode: number }): void => {
      if (!this.#open) return
      // 0 is the end of the connection, which is an error here.
      must(resultCode - 1)
      received(resultCode)
      if (this.#open) socket.read(id, size, onRead)
    }
    socket.read(id, size, onRead)
  }

  write(bytes: Uint8Array): void {
    this.#socket.write(this.#id, bytes, ignore)
  }

  writeInTurn(bytes: Uint8Array, written: () => boolean): void {
    const socket = this.#socket
    const id = this.#id
    const onWritten = ({ bytesWritten }: { bytesWritten: number }): void => {
      must(bytesWritten)
      if (written()) socket.write(id, bytes, onWritten)
    }
    socket.write(id, bytes, onWritten)
  }

  writeTogether(bytes: Uint8Array, count: number, written: () => boolean): void {
    const socket = this.#socket
    const id = this.#id
    let answered = 0
    const writeAll = (): void => {
      answered = 0
      for (let i = 0; i < count; i += 1) socket.write(id, bytes, onWritten)
    }
    const onWritten = ({ bytesWritten }: { bytesWritten: number }): void => {
      must(bytesWritten)
      answered += 1
      if (answered === count && written()) writeAll()
    }
    writeAll()
  }

  close(): void {
    this.#open = false
    this.#socket.destroy(this.#id)
  }
}

class ChromeListener implements Listener {
  readonly port: number
  readonly #socket: ChromeSocket
  readonly #id: number

  constructor(socket: ChromeSocket, id: number, port: number) {
    this.#socket = socket
    this.#id = id
    this.port = port
  }

  close(): void {
    this.#socket.destroy(this.#id)
  }
}

class ChromeDatagrams implements Datagrams {
  readonly port: number
  readonly #socket: ChromeSocket
  readonly #id: number
  readonly #target: Target

  constructor(socket: ChromeSocket, id: number, port: number, target: Target) {
    this.#socket = socket
    this.#id = id
    this.port = port
    this.#target = target
  }

  receive(received: () => void): void {
    const socket = this.#socket
    const id = this.#id
    const onReceived = ({ resultCode }: { resultCode: number }): void => {
      if (resultCode < 0) return
      received()
      socket.recvFrom(id, 4096, onReceived)
    }
    socket.recvFrom(id, 4096, onReceived)
  }

  send(bytes: Uint8Array): void {
    const { host, port } = this.#target
    this.#socket.sendTo(this.#id, bytes, host, port, ignore)
  }

  sendTogether(bytes: Uint8Array, count: number, sent: () => boolean): void {
    const socket = this.#socket
    const id = this.#id
    const { host, port } = this.#target
    let answered = 0
    const sendAll = (): void => {
      answered = 0
      for (let i = 0; i < count; i += 1) socket.sendTo(id, bytes, host, port, onSent)
    }
    const onSent = (): void => {
      answered += 1
      if (answered === count && sent()) sendAll()
    }
    sendAll()
  }

  close(): void {
    this.#socket.destroy(this.#id)
  }
}

export function socketsOf(chrome: ChromeLike): Sockets {
  const { socket } = chrome
  return {
    async connect(target) {
      const { socketId } = await socket.create('tcp')
      must(await new Promise((resolve) => socket.connect(socketId, target.host, target.port, resolve)))
      if (target.ca !== undefined) must(await new Promise((resolve) => socket.secure(socketId, resolve)))
      return new ChromeConnection(socket, socketId)
    },

    async listen(accepted) {
      const { socketId: listening } = await socket.create('tcp')
      must(await new Promise((resolve) => socket.listen(listening, '127.0.0.1', 0, 512, resolve)))
      const acceptNext = (): void => {
        socket.accept(listening, ({ socketId }) => {
          if (socketId === undefined) return
          accepted(new ChromeConnection(socket, socketId))
          acceptNext()
        })
      }
      acceptNext()
      return new ChromeListener(socket, listening, (await socket.getInfo(listening)).localPort ?? 0)
    },

    async bind(target) {
      const { socketId } = await socket.create('udp')
      must(await new Promise((resolve) => socket.bind(socketId, '127.0.0.1', 0, resolve)))
      return new ChromeDatagrams(socket, socketId, (await socket.getInfo(socketId)).localPort ?? 0, target)
    },

    /** Calls `read` without a callback and with a size that is not a number. */
    callWrongly() {
      ;(socket.read as (...args: unknown[]) => void)(1, '4096')
    },
  }
}

/** A script for a page that defines `socketsOf`. */
export const chromeSocketSource: string = [
  ignore,
  must,
  ChromeConnection,
  ChromeListener,
  ChromeDatagrams,
  socketsOf,
].join('\n')
