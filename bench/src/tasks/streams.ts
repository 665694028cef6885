/** The tasks with one connection over TCP or TLS. */
import type { Sockets } from '../sockets.ts'
import type { Activity, Stopwatch, Target } from '../task.ts'
import { ignore } from './events.ts'

export async function pingPong(sockets: Sockets, target: Target): Promise<Activity> {
  const connection = await sockets.connect(target)
  const message = new Uint8Array(target.size)
  let onReceived: (length: number) => void = ignore
  connection.receive(target.size, (length) => onReceived(length))
  const run = (stopwatch: Stopwatch): Promise<number> =>
    new Promise((resolve) => {
      let operations = 0
      let missing = target.size
      onReceived = (length) => {
        missing -= length
        if (missing > 0) return
        missing = target.size
        operations += 1
        if (stopwatch.isOver()) resolve(operations)
        else connection.write(message)
      }
      connection.write(message)
    })
  return { run, close: () => connection.close() }
}

/** Receives bytes. Each slice has a new connection, because the peer would fill the buffers of a paused connection. */
export function receive(sockets: Sockets, target: Target): Activity {
  const run = async (stopwatch: Stopwatch): Promise<number> => {
    const connection = await sockets.connect(target)
    return new Promise((resolve) => {
      let bytes = -1
      connection.receive(target.size, (length) => {
        if (bytes < 0) {
          bytes = 0
          stopwatch.start()
          return
        }
        bytes += length
        if (!stopwatch.isOver()) return
        connection.close()
        resolve(bytes)
      })
    })
  }
  return { run, close: ignore }
}

export async function send(sockets: Sockets, target: Target): Promise<Activity> {
  const connection = await sockets.connect(target)
  const message = new Uint8Array(target.size)
  const run = (stopwatch: Stopwatch): Promise<number> =>
    new Promise((resolve) => {
      let bytes = 0
      connection.writeInTurn(message, () => {
        bytes += target.size
        if (!stopwatch.isOver()) return true
        resolve(bytes)
        return false
      })
    })
  return { run, close: () => connection.close() }
}

export async function smallWrites(sockets: Sockets, target: Target): Promise<Activity> {
  const connection = await sockets.connect(target)
  const message = new Uint8Array(target.size)
  const run = (stopwatch: Stopwatch): Promise<number> =>
    new Promise((resolve) => {
      let operations = 0
      connection.writeTogether(message, target.count, () => {
        operations += target.count
        if (!stopwatch.isOver()) return true
        resolve(operations)
        return false
      })
    })
  return { run, close: () => connection.close() }
}
