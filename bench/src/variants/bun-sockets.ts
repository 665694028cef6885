/** Raw Bun sockets. Source: https://bun.com/docs/runtime/networking/tcp and …/udp */
import net from 'node:net'
import type { Activity, Stopwatch, Target, Tasks } from '../task.ts'
import { askedPeer } from './node-sockets.ts'

/** The part of Bun's API that is called here. */
interface BunSocket {
  write(bytes: Uint8Array): number
  end(): void
  terminate(): void
  setNoDelay(on: boolean): boolean
}
interface BunUdpSocket {
  readonly port: number
  send(bytes: Uint8Array, port: number, address: string): boolean
  close(): void
}
interface Handlers {
  open?(socket: BunSocket): void
  data?(socket: BunSocket, bytes: Uint8Array): void
  drain?(socket: BunSocket): void
  handshake?(socket: BunSocket, success: boolean): void
}
interface BunRuntime {
  connect(options: { hostname: string; port: number; tls?: object; socket: Handlers }): Promise<BunSocket>
  listen(options: { hostname: string; port: number; socket: Handlers }): { readonly port: number; stop(): void }
  udpSocket(options: {
    hostname: string
    port: number
    socket: { data?(socket: BunUdpSocket, bytes: Uint8Array): void; drain?(socket: BunUdpSocket): void }
  }): Promise<BunUdpSocket>
}

const bun = (globalThis as unknown as { readonly Bun: BunRuntime }).Bun

async function connected(target: Target, handlers: Handlers): Promise<BunSocket> {
  const { host, port, ca } = target
  let onSecured: () => void = () => {}
  const secured = new Promise<void>((resolve) => {
    onSecured = resolve
  })
  const socket = await bun.connect({
    hostname: host,
    port,
    ...(ca !== undefined && { tls: { ca } }),
    socket: { data: () => {}, ...handlers, ...(ca !== undefined && { handshake: () => onSecured() }) },
  })
  socket.setNoDelay(true)
  if (ca !== undefined) await secured
  return socket
}

async function pingPong(target: Target): Promise<Activity> {
  const message = new Uint8Array(target.size)
  let onData: (length: number) => void = () => {}
  const socket = await connected(target, { data: (_socket, bytes) => onData(bytes.byteLength) })
  const run = (stopwatch: Stopwatch): Promise<number> =>
    new Promise((resolve) => {
      let operations = 0
      let missing = target.size
      onData = (length) => {
        missing -= length
        if (missing > 0) return
        missing = target.size
        operations += 1
        if (stopwatch.isOver()) resolve(operations)
        else socket.write(message)
      }
      socket.write(message)
    })
  return { run, close: () => socket.terminate() }
}

function receive(target: Target): Activity {
  const run = (stopwatch: Stopwatch): Promise<number> =>
    new Promise((resolve, reject) => {
      let bytes = -1
      let over = false
      const data = (socket: BunSocket, chunk: Uint8Array): void => {
        if (over) return
        if (bytes < 0) {
          bytes = 0
          stopwatch.start()
        } else bytes += chunk.byteLength
        if (!stopwatch.isOver()) return
        over = true
        socket.terminate()
        resolve(bytes)
      }
      connected(target, { data }).catch(reject)
    })
  return { run, close: () => {} }
}

/** Writes all of `message`, which Bun may take in parts. */
class Writer {
  readonly #message: Uint8Array
  readonly #done: () => void
  #left = 0

  constructor(message: Uint8Array, done: () => void) {
    this.#message = message
    this.#done = done
  }

  /** True when it was all taken at once; else `done` is called later. */
  write(socket: BunSocket): boolean {
    this.#left = this.#message.byteLength - socket.write(this.#message)
    return this.#left === 0
  }

  drain(socket: BunSocket): void {
    if (this.#left === 0) return
    this.#left -= socket.write(this.#message.subarray(this.#message.byteLength - this.#left))
    if (this.#left === 0) this.#done()
  }
}

async function send(target: Target): Promise<Activity> {
  let go: () => void = () => {}
  const writer = new Writer(new Uint8Array(target.size), () => go())
  const socket = await connected(target, { drain: (socket) => writer.drain(socket) })
  const run = (stopwatch: Stopwatch): Promise<number> =>
    new Promise((resolve) => {
      let bytes = 0
      const loop = (): void => {
        while (!stopwatch.isOver()) {
          if (!writer.write(socket)) return
          bytes += target.size
        }
        resolve(bytes)
      }
      go = () => {
        bytes += target.size
        loop()
      }
      loop()
    })
  return { run, close: () => socket.terminate() }
}

async function smallWrites(target: Target): Promise<Activity> {
  let go: () => void = () => {}
  const writer = new Writer(new Uint8Array(target.size), () => go())
  const socket = await connected(target, { drain: (socket) => writer.drain(socket) })
  const run = (stopwatch: Stopwatch): Promise<number> =>
    new Promise((resolve) => {
      let operations = 0
      const tick = (): void => {
        for (let i = 0; i < target.count; i += 1) {
          operations += 1
          if (!writer.write(socket)) return
        }
        if (stopwatch.isOver()) resolve(operations)
        else setImmediate(tick)
      }
      go = tick
      tick()
    })
  return { run, close: () => socket.terminate() }
}

function accept(target: Target): Activity {
  let operations = 0
  let onAccepted: (() => void) | undefined
  const server = bun.listen({
    hostname: '127.0.0.1',
    port: 0,
    socket: {
      data: () => {},
      open: (socket) => {
        socket.end()
        operations += 1
        onAccepted?.()
      },
    },
  })
  const run = async (stopwatch: Stopwatch): Promise<number> => {
    const peer = await askedPeer(target, server.port)
    return new Promise((resolve) => {
      onAccepted = () => {
        operations = 0
        stopwatch.start()
        onAccepted = () => {
          if (!stopwatch.isOver()) return
          onAccepted = undefined
          peer.destroy()
          resolve(operations)
        }
      }
    })
  }
  return { run, close: () => server.stop() }
}

async function udpEcho(target: Target): Promise<Activity> {
  const message = new Uint8Array(target.size)
  let operations = 0
  let onEcho: (() => void) | undefined
  const data = (): void => {
    operations += 1
    onEcho?.()
  }
  const socket = await bun.udpSocket({ hostname: '127.0.0.1', port: 0, socket: { data } })
  const sendOne = (): boolean => socket.send(message, target.port, target.host)
  const run = (stopwatch: Stopwatch): Promise<number> =>
    new Promise((resolve) => {
      operations = 0
      let seen = -1
      const timer = setInterval(() => {
        if (seen === operations) sendOne()
        seen = operations
      }, 20)
      onEcho = () => {
        if (!stopwatch.isOver()) {
          sendOne()
          return
        }
        onEcho = undefined
        clearInterval(timer)
        resolve(operations)
      }
      for (let i = 0; i < target.count; i += 1) sendOne()
    })
  return { run, close: () => socket.close() }
}

async function udpSend(target: Target): Promise<Activity> {
  const message = new Uint8Array(target.size)
  let onDrain: (() => void) | undefined
  const socket = await bun.udpSocket({ hostname: '127.0.0.1', port: 0, socket: { drain: () => onDrain?.() } })
  const run = (stopwatch: Stopwatch): Promise<number> =>
    new Promise((resolve) => {
      let operations = 0
      const tick = (): void => {
        onDrain = undefined
        for (let i = 0; i < target.count; i += 1) {
          if (!socket.send(message, target.port, target.host)) {
            onDrain = tick
            return
          }
          operations += 1
        }
        if (stopwatch.isOver()) resolve(operations)
        else setImmediate(tick)
      }
      tick()
    })
  return { run, close: () => socket.close() }
}

async function udpReceive(target: Target): Promise<Activity> {
  let operations = 0
  let onDatagram: (() => void) | undefined
  const data = (): void => {
    operations += 1
    onDatagram?.()
  }
  const socket = await bun.udpSocket({ hostname: '127.0.0.1', port: 0, socket: { data } })
  const run = async (stopwatch: Stopwatch): Promise<number> => {
    const peer = await askedPeer(target, socket.port)
    return new Promise((resolve) => {
      onDatagram = () => {
        operations = 0
        stopwatch.start()
        onDatagram = () => {
          if (!stopwatch.isOver()) return
          onDatagram = undefined
          peer.destroy()
          resolve(operations)
        }
      }
    })
  }
  return { run, close: () => socket.close() }
}

async function idleConnections(target: Target): Promise<Activity> {
  const sockets: BunSocket[] = []
  const handlers: Handlers = { data: () => {} }
  for (let i = 0; i < target.count; i += 1) sockets.push(await connected(target, handlers))
  return { run: async () => 0, close: () => sockets.forEach((socket) => socket.terminate()) }
}

async function manySockets(target: Target): Promise<Activity> {
  const sockets: BunSocket[] = []
  let onEcho: (() => void) | undefined
  let next = 0
  let underWay = 0
  let operations = 0
  const data = (_socket: BunSocket, bytes: Uint8Array): void => {
    const echoes = bytes.byteLength / target.size
    operations += echoes
    underWay -= echoes
    for (let i = 0; i < echoes; i += 1) onEcho?.()
  }
  for (let i = 0; i < target.count; i += 1) sockets.push(await connected(target, { data }))
  const message = new Uint8Array(target.size)
  const ping = (): void => {
    underWay += 1
    sockets[next]?.write(message)
    next = next + 1 === sockets.length ? 0 : next + 1
  }
  const run = (stopwatch: Stopwatch): Promise<number> =>
    new Promise((resolve) => {
      operations = 0
      stopwatch.start()
      onEcho = () => {
        if (!stopwatch.isOver()) ping()
        else if (underWay === 0) resolve(operations)
      }
      for (let i = 0; i < 64; i += 1) ping()
    })
  return { run, close: () => sockets.forEach((socket) => socket.terminate()) }
}

/** Bun has no way to resume a session, so both handshake rows are full ones. */
function handshake(target: Target): Activity {
  const run = async (stopwatch: Stopwatch): Promise<number> => {
    let operations = 0
    stopwatch.start()
    while (!stopwatch.isOver()) {
      let onEcho: () => void = () => {}
      const echoed = new Promise<void>((resolve) => {
        onEcho = resolve
      })
      const socket = await connected(target, { data: () => onEcho() })
      if (target.resume) {
        socket.write(new Uint8Array(1))
        await echoed
      }
      socket.terminate()
      operations += 1
    }
    return operations
  }
  return { run, close: () => {} }
}

/** `write` of nothing that can be written: Bun's node:net, since its own sockets take anything. */
function wrongCall(): Activity {
  const socket = new net.Socket()
  const run = async (stopwatch: Stopwatch): Promise<number> => {
    let operations = 0
    while (!stopwatch.isOver()) {
      for (let i = 0; i < 100; i += 1) {
        try {
          socket.write(4096 as unknown as string)
        } catch {
          operations += 1
        }
      }
    }
    return operations
  }
  return { run, close: () => socket.destroy() }
}

export const tasks: Tasks = {
  pingPong,
  receive,
  send,
  smallWrites,
  accept,
  udpEcho,
  udpSend,
  udpReceive,
  idleConnections,
  manySockets,
  handshake,
  wrongCall,
}
