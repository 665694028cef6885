/** Raw node:net, node:dgram and node:tls, with 'data' listeners. */
import type net from 'node:net'
import type { Activity, Stopwatch, Target, Tasks } from '../task.ts'
import { connected, tasksWithoutReading } from './node-sockets.ts'

async function pingPong(target: Target): Promise<Activity> {
  const socket = await connected(target)
  const message = new Uint8Array(target.size)
  let onData: (length: number) => void = () => {}
  socket.on('data', (bytes) => onData(bytes.byteLength))
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
  return { run, close: () => socket.destroy() }
}

function receive(target: Target): Activity {
  const run = async (stopwatch: Stopwatch): Promise<number> => {
    const socket = await connected(target)
    return new Promise((resolve) => {
      let bytes = 0
      socket.once('data', () => {
        stopwatch.start()
        socket.on('data', (chunk) => {
          bytes += chunk.byteLength
          if (!stopwatch.isOver()) return
          socket.removeAllListeners('data')
          socket.destroy()
          resolve(bytes)
        })
      })
    })
  }
  return { run, close: () => {} }
}

async function idleConnections(target: Target): Promise<Activity> {
  const sockets: net.Socket[] = []
  for (let i = 0; i < target.count; i += 1) {
    const socket = await connected(target)
    sockets.push(socket)
    if (target.pendingRead) socket.on('data', () => {})
  }
  return { run: async () => 0, close: () => sockets.forEach((socket) => socket.destroy()) }
}

async function manySockets(target: Target): Promise<Activity> {
  const sockets: net.Socket[] = []
  for (let i = 0; i < target.count; i += 1) sockets.push(await connected(target))
  const message = new Uint8Array(target.size)
  let next = 0
  let underWay = 0
  let operations = 0
  let onEcho: (() => void) | undefined
  const ping = (): void => {
    underWay += 1
    sockets[next]?.write(message)
    next = next + 1 === sockets.length ? 0 : next + 1
  }
  for (const socket of sockets) {
    socket.on('data', (bytes) => {
      const echoes = bytes.byteLength / target.size
      operations += echoes
      underWay -= echoes
      for (let i = 0; i < echoes; i += 1) onEcho?.()
    })
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
  return { run, close: () => sockets.forEach((socket) => socket.destroy()) }
}

export const tasks: Tasks = { ...tasksWithoutReading, pingPong, receive, idleConnections, manySockets }
