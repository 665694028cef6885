/** Tasks with thousands of connections: idle connections, whose memory is measured, and connections in use. */
import type { Connection, Sockets } from '../sockets.ts'
import type { Activity, Stopwatch, Target } from '../task.ts'
import { ignore, order } from './events.ts'

/** Opens `count` more idle connections in each run. */
export function idleConnected(sockets: Sockets, target: Target): Activity {
  const connections: Connection[] = []
  const run = async (): Promise<number> => {
    for (let i = 0; i < target.count; i += 1) {
      const connection = await sockets.connect(target)
      if (target.pendingRead) connection.receive(4096, ignore)
      connections.push(connection)
    }
    return target.count
  }
  return { run, close: () => connections.forEach((connection) => connection.close()) }
}

/** Accepts `count` more idle connections from the peer in each run. */
export async function idleAccepted(sockets: Sockets, target: Target): Promise<Activity> {
  const connections: Connection[] = []
  const peers: Connection[] = []
  let wanted = 0
  let onAll: () => void = ignore
  const listener = await sockets.listen((connection) => {
    if (target.pendingRead) connection.receive(4096, ignore)
    connections.push(connection)
    if (connections.length === wanted) onAll()
  })
  const run = async (): Promise<number> => {
    wanted = connections.length + target.count
    const all = new Promise<void>((resolve) => {
      onAll = resolve
    })
    peers.push(await order(sockets, target, listener.port, target.count))
    await all
    return target.count
  }
  const close = (): void => {
    for (const connection of [...connections, ...peers]) connection.close()
    listener.close()
  }
  return { run, close }
}

/** Sends messages over `count` connections in turn, with 64 messages under way, and reads from all connections. */
export async function manySockets(sockets: Sockets, target: Target): Promise<Activity> {
  const connections: Connection[] = []
  const message = new Uint8Array(target.size)
  let next = 0
  let underWay = 0
  let operations = 0
  let onEcho: () => void = ignore
  const ping = (): void => {
    underWay += 1
    connections[next]?.write(message)
    next = next + 1 === connections.length ? 0 : next + 1
  }
  const received = (length: number): void => {
    const echoes = length / target.size
    operations += echoes
    underWay -= echoes
    for (let i = 0; i < echoes; i += 1) onEcho()
  }
  for (let i = 0; i < target.count; i += 1) {
    const connection = await sockets.connect(target)
    connection.receive(4096, received)
    connections.push(connection)
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
  return { run, close: () => connections.forEach((connection) => connection.close()) }
}
