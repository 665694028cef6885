/** Raw node:net and node:tls, with 'readable' and `read(n)`: reading on demand, as chrome.socket does. */
import type { Activity, Stopwatch, Target, Tasks } from '../task.ts'
import { connected } from './node-sockets.ts'

async function pingPong(target: Target): Promise<Activity> {
  const socket = await connected(target)
  const message = new Uint8Array(target.size)
  let onReadable = (): void => {}
  socket.on('readable', () => onReadable())
  const run = (stopwatch: Stopwatch): Promise<number> =>
    new Promise((resolve) => {
      let operations = 0
      onReadable = () => {
        if (socket.read(target.size) === null) return
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
      stopwatch.start()
      socket.on('readable', () => {
        for (;;) {
          const chunk = socket.read(target.size) as Buffer | null
          if (chunk === null) return
          bytes += chunk.byteLength
          if (stopwatch.isOver()) break
        }
        socket.removeAllListeners('readable')
        socket.destroy()
        resolve(bytes)
      })
    })
  }
  return { run, close: () => {} }
}

export const tasks: Tasks = { pingPong, receive }
