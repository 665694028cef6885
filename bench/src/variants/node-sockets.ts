/**
 * What the raw Node variants share: connections of node:net and node:tls, and the tasks in which nothing is read, or in
 * which there is only one way to do it. Source: https://nodejs.org/docs/latest-v20.x/api/net.html, …/dgram.html, …/tls.html
 */
import dgram from 'node:dgram'
import { once } from 'node:events'
import net from 'node:net'
import tls from 'node:tls'
import type { Activity, Stopwatch, Target, Tasks } from '../task.ts'

const secureContexts = new Map<string, tls.SecureContext>()

/** An app makes its context once. */
function secureContextFor(ca: string): tls.SecureContext {
  const context = secureContexts.get(ca) ?? tls.createSecureContext({ ca })
  secureContexts.set(ca, context)
  return context
}

/** With Chromium's TCP_NODELAY, and connected. */
export async function connected(target: Target, session?: Buffer): Promise<net.Socket> {
  const { host, port, ca } = target
  const socket = net.connect({ host, port, noDelay: true })
  await once(socket, 'connect')
  if (ca === undefined) return socket
  const secured = tls.connect({ socket, host, secureContext: secureContextFor(ca), ...(session && { session }) })
  await once(secured, 'secureConnect')
  return secured
}

/** A connection to the peer, which serves as long as it is open, after being told a port. */
export async function askedPeer(target: Target, port: number): Promise<net.Socket> {
  const socket = net.connect({ host: target.host, port: target.port, noDelay: true })
  await once(socket, 'connect')
  socket.write(String(port))
  return socket
}

async function send(target: Target): Promise<Activity> {
  const socket = await connected(target)
  const message = new Uint8Array(target.size)
  const run = (stopwatch: Stopwatch): Promise<number> =>
    new Promise((resolve) => {
      let bytes = 0
      const onWritten = (): void => {
        bytes += target.size
        if (stopwatch.isOver()) resolve(bytes)
        else socket.write(message, onWritten)
      }
      socket.write(message, onWritten)
    })
  return { run, close: () => socket.destroy() }
}

async function smallWrites(target: Target): Promise<Activity> {
  const socket = await connected(target)
  const message = new Uint8Array(target.size)
  const run = (stopwatch: Stopwatch): Promise<number> =>
    new Promise((resolve) => {
      let operations = 0
      let answered = 0
      const writeAll = (): void => {
        answered = 0
        for (let i = 0; i < target.count; i += 1) socket.write(message, onWritten)
      }
      const onWritten = (): void => {
        answered += 1
        if (answered < target.count) return
        operations += answered
        if (stopwatch.isOver()) resolve(operations)
        else writeAll()
      }
      writeAll()
    })
  return { run, close: () => socket.destroy() }
}

async function accept(target: Target): Promise<Activity> {
  let operations = 0
  let onAccepted: (() => void) | undefined
  const server = net.createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: 45_000 }, (socket) => {
    socket.destroy()
    operations += 1
    onAccepted?.()
  })
  server.listen({ host: '127.0.0.1', port: 0, backlog: 512 })
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  const run = async (stopwatch: Stopwatch): Promise<number> => {
    const peer = await askedPeer(target, port)
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
  return { run, close: () => server.close() }
}

async function boundUdp(): Promise<dgram.Socket> {
  const socket = dgram.createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return socket
}

async function udpEcho(target: Target): Promise<Activity> {
  const socket = await boundUdp()
  const message = new Uint8Array(target.size)
  const sendOne = (): void => socket.send(message, target.port, target.host)
  let operations = 0
  let onEcho: (() => void) | undefined
  socket.on('message', () => {
    operations += 1
    onEcho?.()
  })
  const run = (stopwatch: Stopwatch): Promise<number> =>
    new Promise((resolve) => {
      operations = 0
      let seen = -1
      const timer = setInterval(() => {
        if (seen === operations) sendOne()
        seen = operations
      }, 20)
      onEcho = () => {
        if (!stopwatch.isOver()) return sendOne()
        onEcho = undefined
        clearInterval(timer)
        resolve(operations)
      }
      for (let i = 0; i < target.count; i += 1) sendOne()
    })
  return { run, close: () => socket.close() }
}

async function udpSend(target: Target): Promise<Activity> {
  const socket = await boundUdp()
  const message = new Uint8Array(target.size)
  const run = (stopwatch: Stopwatch): Promise<number> =>
    new Promise((resolve) => {
      let operations = 0
      let answered = 0
      const sendAll = (): void => {
        answered = 0
        for (let i = 0; i < target.count; i += 1) socket.send(message, target.port, target.host, onSent)
      }
      const onSent = (): void => {
        answered += 1
        if (answered < target.count) return
        operations += answered
        if (stopwatch.isOver()) resolve(operations)
        else sendAll()
      }
      sendAll()
    })
  return { run, close: () => socket.close() }
}

async function udpReceive(target: Target): Promise<Activity> {
  const socket = await boundUdp()
  let operations = 0
  let onDatagram: (() => void) | undefined
  socket.on('message', () => {
    operations += 1
    onDatagram?.()
  })
  const run = async (stopwatch: Stopwatch): Promise<number> => {
    const peer = await askedPeer(target, socket.address().port)
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

async function echoed(socket: net.Socket): Promise<void> {
  socket.write(new Uint8Array(1))
  await once(socket, 'data')
}

/** In TLS 1.3 a session comes after the handshake, with the first bytes that are read. */
async function aSession(target: Target): Promise<Buffer> {
  const socket = (await connected(target)) as tls.TLSSocket
  const session = once(socket, 'session')
  socket.resume()
  const [bytes] = (await session) as [Buffer]
  socket.destroy()
  return bytes
}

async function handshake(target: Target): Promise<Activity> {
  const session = target.resume ? await aSession(target) : undefined
  const run = async (stopwatch: Stopwatch): Promise<number> => {
    let operations = 0
    stopwatch.start()
    while (!stopwatch.isOver()) {
      const socket = await connected(target, session)
      if (target.resume) await echoed(socket)
      socket.destroy()
      operations += 1
    }
    return operations
  }
  return { run, close: () => {} }
}

/** `write` of a number, which Node refuses with a TypeError. */
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

export const tasksWithoutReading: Tasks = {
  send,
  smallWrites,
  accept,
  udpEcho,
  udpSend,
  udpReceive,
  handshake,
  wrongCall,
}
