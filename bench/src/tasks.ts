/**
 * The tasks, done with the primitives of whatever variant: what is counted, and when a slice is over.
 *
 * Each function needs nothing but the others of this file: Chromium gets their source text, and runs the same.
 */
import type { Connection, Sockets } from './sockets.ts'
import type { Activity, Open, Stopwatch, Target, TaskName } from './task.ts'

type Task = (sockets: Sockets, target: Target) => Activity | Promise<Activity>

function ignore(): void {}

/** A service of the peer that lasts as long as the connection, and does what `order` says. */
async function order(sockets: Sockets, target: Target, ...numbers: number[]): Promise<Connection> {
  const connection = await sockets.connect(target)
  connection.write(Uint8Array.from(numbers.join(' '), (letter) => letter.charCodeAt(0)))
  return connection
}

/** Counts calls of the function that it gives to `begin`, from the second one on, until the slice is over. */
async function countEvents(
  stopwatch: Stopwatch,
  begin: (happened: (() => void) | undefined) => void,
  start: () => Promise<Connection>,
): Promise<number> {
  const peer = await start()
  return new Promise((resolve) => {
    let operations = -1
    begin(() => {
      operations += 1
      if (operations === 0) stopwatch.start()
      else if (stopwatch.isOver()) {
        begin(undefined)
        peer.close()
        resolve(operations)
      }
    })
  })
}

async function pingPong(sockets: Sockets, target: Target): Promise<Activity> {
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

/** A connection for each slice, since the peer of a paused one would fill buffers. */
function receive(sockets: Sockets, target: Target): Activity {
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

async function send(sockets: Sockets, target: Target): Promise<Activity> {
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

async function smallWrites(sockets: Sockets, target: Target): Promise<Activity> {
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

async function accept(sockets: Sockets, target: Target): Promise<Activity> {
  let onAccepted: (() => void) | undefined
  const listener = await sockets.listen((connection) => {
    connection.close()
    onAccepted?.()
  })
  const run = (stopwatch: Stopwatch): Promise<number> =>
    countEvents(
      stopwatch,
      (happened) => {
        onAccepted = happened
      },
      () => order(sockets, target, listener.port),
    )
  return { run, close: () => listener.close() }
}

/** `count` datagrams under way; one that is lost is replaced when nothing has come for a while. */
async function udpEcho(sockets: Sockets, target: Target): Promise<Activity> {
  const datagrams = await sockets.bind(target)
  const message = new Uint8Array(target.size)
  let operations = 0
  let onEcho: (() => void) | undefined
  datagrams.receive(() => {
    operations += 1
    onEcho?.()
  })
  const run = (stopwatch: Stopwatch): Promise<number> =>
    new Promise((resolve) => {
      operations = 0
      let seen = -1
      const timer = setInterval(() => {
        if (seen === operations) datagrams.send(message)
        seen = operations
      }, 20)
      onEcho = () => {
        if (!stopwatch.isOver()) return datagrams.send(message)
        onEcho = undefined
        clearInterval(timer)
        resolve(operations)
      }
      for (let i = 0; i < target.count; i += 1) datagrams.send(message)
    })
  return { run, close: () => datagrams.close() }
}

async function udpSend(sockets: Sockets, target: Target): Promise<Activity> {
  const datagrams = await sockets.bind(target)
  const message = new Uint8Array(target.size)
  const run = (stopwatch: Stopwatch): Promise<number> =>
    new Promise((resolve) => {
      let operations = 0
      datagrams.sendTogether(message, target.count, () => {
        operations += target.count
        if (!stopwatch.isOver()) return true
        resolve(operations)
        return false
      })
    })
  return { run, close: () => datagrams.close() }
}

async function udpReceive(sockets: Sockets, target: Target): Promise<Activity> {
  const datagrams = await sockets.bind(target)
  let onDatagram: (() => void) | undefined
  datagrams.receive(() => onDatagram?.())
  const run = (stopwatch: Stopwatch): Promise<number> =>
    countEvents(
      stopwatch,
      (happened) => {
        onDatagram = happened
      },
      () => order(sockets, target, datagrams.port),
    )
  return { run, close: () => datagrams.close() }
}

/** Each run opens `count` more, and resolves when they are there. */
function idleConnected(sockets: Sockets, target: Target): Activity {
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

/** The same with connections that the peer opens. */
async function idleAccepted(sockets: Sockets, target: Target): Promise<Activity> {
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

/** Messages go round over `count` connections, all of which are read from, 64 under way at any time. */
async function manySockets(sockets: Sockets, target: Target): Promise<Activity> {
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

/** A server of TLS 1.3 sends what a session is resumed with after the handshake, before anything else. */
async function echoed(connection: Connection): Promise<void> {
  await new Promise<number>((resolve) => {
    connection.receive(4096, resolve)
    connection.write(new Uint8Array(1))
  })
}

/** Connections, too, are made in the slice: TLS has none without one of TCP. */
function handshake(sockets: Sockets, target: Target): Activity {
  const run = async (stopwatch: Stopwatch): Promise<number> => {
    let operations = 0
    stopwatch.start()
    while (!stopwatch.isOver()) {
      const connection = await sockets.connect(target)
      if (target.resume) await echoed(connection)
      connection.close()
      operations += 1
    }
    return operations
  }
  return { run, close: ignore }
}

function wrongCall(sockets: Sockets): Activity {
  const run = async (stopwatch: Stopwatch): Promise<number> => {
    let operations = 0
    while (!stopwatch.isOver()) {
      for (let i = 0; i < 100; i += 1) {
        try {
          sockets.callWrongly()
        } catch {
          operations += 1
        }
      }
    }
    return operations
  }
  return { run, close: ignore }
}

const tasks: Readonly<Record<TaskName, Task>> = {
  pingPong,
  receive,
  send,
  smallWrites,
  accept,
  udpEcho,
  udpSend,
  udpReceive,
  idleConnected,
  idleAccepted,
  manySockets,
  handshake,
  wrongCall,
}

/** Opens tasks with the sockets given for them. A variant need only have those that its tasks in `variants.ts` use. */
export function openWith(socketsFor: (target: Target) => Partial<Sockets>): Open {
  return (target) => tasks[target.task](socketsFor(target) as Sockets, target)
}

/** For a page: a script that defines the function of the same name as each task. */
export const tasksSource: string = [ignore, order, countEvents, echoed, ...Object.values(tasks)].join('\n')
