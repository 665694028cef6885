/**
 * The tasks as an app does them with chrome.socket, on whatever backend.
 *
 * Each function is self-contained but for the others of this file: Chromium gets their source text, and runs the same.
 */
import type { ChromeSocket } from '@chrome-socket/api'
import type { Activity, Open, Stopwatch, Target, TaskName, Tasks } from '../task.ts'

export interface ChromeLike {
  readonly socket: ChromeSocket
}

type ChromeTask = (chrome: ChromeLike, target: Target) => Activity | Promise<Activity>

function ignore(): void {}

function must(result: number): void {
  if (result < 0) throw new Error(`chrome.socket answered ${result}`)
}

async function connected(chrome: ChromeLike, target: Target): Promise<number> {
  const { socketId } = await chrome.socket.create('tcp')
  must(await new Promise((resolve) => chrome.socket.connect(socketId, target.host, target.port, resolve)))
  if (target.ca !== undefined) must(await new Promise((resolve) => chrome.socket.secure(socketId, resolve)))
  return socketId
}

async function boundUdp(chrome: ChromeLike): Promise<{ socketId: number; port: number }> {
  const { socketId } = await chrome.socket.create('udp')
  must(await new Promise((resolve) => chrome.socket.bind(socketId, '127.0.0.1', 0, resolve)))
  return { socketId, port: (await chrome.socket.getInfo(socketId)).localPort ?? 0 }
}

/** A connection to the peer, which serves as long as it is open, after being told a port. */
async function askedPeer(chrome: ChromeLike, target: Target, port: number): Promise<number> {
  const socketId = await connected(chrome, target)
  chrome.socket.write(
    socketId,
    Uint8Array.from(String(port), (digit) => digit.charCodeAt(0)),
    ignore,
  )
  return socketId
}

async function pingPong(chrome: ChromeLike, target: Target): Promise<Activity> {
  const { socket } = chrome
  const socketId = await connected(chrome, target)
  const message = new Uint8Array(target.size)
  const run = (stopwatch: Stopwatch): Promise<number> =>
    new Promise((resolve) => {
      let operations = 0
      let missing = 0
      const ping = (): void => {
        missing = target.size
        socket.write(socketId, message, ignore)
        socket.read(socketId, target.size, onRead)
      }
      const onRead = ({ resultCode }: { resultCode: number }): void => {
        must(resultCode - 1)
        missing -= resultCode
        if (missing > 0) return socket.read(socketId, target.size, onRead)
        operations += 1
        if (stopwatch.isOver()) resolve(operations)
        else ping()
      }
      ping()
    })
  return { run, close: () => socket.destroy(socketId) }
}

function receive(chrome: ChromeLike, target: Target): Activity {
  const { socket } = chrome
  const run = async (stopwatch: Stopwatch): Promise<number> => {
    const socketId = await connected(chrome, target)
    return new Promise((resolve) => {
      let bytes = 0
      const onRead = ({ resultCode }: { resultCode: number }): void => {
        must(resultCode - 1)
        bytes += resultCode
        if (!stopwatch.isOver()) return socket.read(socketId, target.size, onRead)
        socket.destroy(socketId)
        resolve(bytes)
      }
      socket.read(socketId, target.size, () => {
        stopwatch.start()
        socket.read(socketId, target.size, onRead)
      })
    })
  }
  return { run, close: ignore }
}

/** One write outstanding. */
async function send(chrome: ChromeLike, target: Target): Promise<Activity> {
  const { socket } = chrome
  const socketId = await connected(chrome, target)
  const message = new Uint8Array(target.size)
  const run = (stopwatch: Stopwatch): Promise<number> =>
    new Promise((resolve) => {
      let bytes = 0
      const onWritten = ({ bytesWritten }: { bytesWritten: number }): void => {
        must(bytesWritten)
        bytes += bytesWritten
        if (stopwatch.isOver()) resolve(bytes)
        else socket.write(socketId, message, onWritten)
      }
      socket.write(socketId, message, onWritten)
    })
  return { run, close: () => socket.destroy(socketId) }
}

/** `count` writes at a time, the next ones when all are answered. */
async function smallWrites(chrome: ChromeLike, target: Target): Promise<Activity> {
  const { socket } = chrome
  const socketId = await connected(chrome, target)
  const message = new Uint8Array(target.size)
  const run = (stopwatch: Stopwatch): Promise<number> =>
    new Promise((resolve) => {
      let operations = 0
      let answered = 0
      const writeAll = (): void => {
        answered = 0
        for (let i = 0; i < target.count; i += 1) socket.write(socketId, message, onWritten)
      }
      const onWritten = ({ bytesWritten }: { bytesWritten: number }): void => {
        must(bytesWritten)
        answered += 1
        if (answered < target.count) return
        operations += answered
        if (stopwatch.isOver()) resolve(operations)
        else writeAll()
      }
      writeAll()
    })
  return { run, close: () => socket.destroy(socketId) }
}

async function accept(chrome: ChromeLike, target: Target): Promise<Activity> {
  const { socket } = chrome
  const { socketId } = await socket.create('tcp')
  must(await new Promise((resolve) => socket.listen(socketId, '127.0.0.1', 0, 512, resolve)))
  const { localPort } = await socket.getInfo(socketId)
  let operations = 0
  let onAccepted: (() => void) | undefined
  const acceptNext = (): void => {
    socket.accept(socketId, (accepted) => {
      if (accepted.socketId === undefined) return
      socket.destroy(accepted.socketId)
      operations += 1
      acceptNext()
      onAccepted?.()
    })
  }
  acceptNext()
  const run = async (stopwatch: Stopwatch): Promise<number> => {
    const peer = await askedPeer(chrome, target, localPort ?? 0)
    return new Promise((resolve) => {
      onAccepted = () => {
        operations = 0
        stopwatch.start()
        onAccepted = () => {
          if (!stopwatch.isOver()) return
          onAccepted = undefined
          socket.destroy(peer)
          resolve(operations)
        }
      }
    })
  }
  return { run, close: () => socket.destroy(socketId) }
}

/** `count` datagrams under way; one that is lost is replaced when nothing has come for a while. */
async function udpEcho(chrome: ChromeLike, target: Target): Promise<Activity> {
  const { socket } = chrome
  const { socketId } = await boundUdp(chrome)
  const message = new Uint8Array(target.size)
  const sendOne = (): void => socket.sendTo(socketId, message, target.host, target.port, ignore)
  let operations = 0
  let onEcho: (() => void) | undefined
  const receiveNext = (): void => socket.recvFrom(socketId, 4096, onReceived)
  const onReceived = ({ resultCode }: { resultCode: number }): void => {
    if (resultCode < 0) return
    operations += 1
    receiveNext()
    onEcho?.()
  }
  receiveNext()
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
  return { run, close: () => socket.destroy(socketId) }
}

/** `count` at a time, the next ones when all are answered. */
async function udpSend(chrome: ChromeLike, target: Target): Promise<Activity> {
  const { socket } = chrome
  const { socketId } = await boundUdp(chrome)
  const message = new Uint8Array(target.size)
  const run = (stopwatch: Stopwatch): Promise<number> =>
    new Promise((resolve) => {
      let operations = 0
      let answered = 0
      const sendAll = (): void => {
        answered = 0
        for (let i = 0; i < target.count; i += 1) socket.sendTo(socketId, message, target.host, target.port, onSent)
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
  return { run, close: () => socket.destroy(socketId) }
}

async function udpReceive(chrome: ChromeLike, target: Target): Promise<Activity> {
  const { socket } = chrome
  const { socketId, port } = await boundUdp(chrome)
  let operations = 0
  let onDatagram: (() => void) | undefined
  const onReceived = ({ resultCode }: { resultCode: number }): void => {
    if (resultCode < 0) return
    operations += 1
    socket.recvFrom(socketId, 4096, onReceived)
    onDatagram?.()
  }
  socket.recvFrom(socketId, 4096, onReceived)
  const run = async (stopwatch: Stopwatch): Promise<number> => {
    const peer = await askedPeer(chrome, target, port)
    return new Promise((resolve) => {
      onDatagram = () => {
        operations = 0
        stopwatch.start()
        onDatagram = () => {
          if (!stopwatch.isOver()) return
          onDatagram = undefined
          socket.destroy(peer)
          resolve(operations)
        }
      }
    })
  }
  return { run, close: () => socket.destroy(socketId) }
}

async function idleConnections(chrome: ChromeLike, target: Target): Promise<Activity> {
  const ids: number[] = []
  for (let i = 0; i < target.count; i += 1) {
    const socketId = await connected(chrome, target)
    ids.push(socketId)
    if (target.pendingRead) chrome.socket.read(socketId, 4096, ignore)
  }
  return { run: async () => 0, close: () => ids.forEach((socketId) => chrome.socket.destroy(socketId)) }
}

/** `size`-byte messages go round over `count` connections, all with a read pending, 64 under way at any time. */
async function manySockets(chrome: ChromeLike, target: Target): Promise<Activity> {
  const { socket } = chrome
  const ids: number[] = []
  for (let i = 0; i < target.count; i += 1) ids.push(await connected(chrome, target))
  const message = new Uint8Array(target.size)
  let next = 0
  let underWay = 0
  let operations = 0
  let onEcho: (() => void) | undefined
  const ping = (): void => {
    underWay += 1
    socket.write(ids[next] as number, message, ignore)
    next = next + 1 === ids.length ? 0 : next + 1
  }
  for (const socketId of ids) {
    const onRead = ({ resultCode }: { resultCode: number }): void => {
      if (resultCode <= 0) return
      socket.read(socketId, 4096, onRead)
      const echoes = resultCode / target.size
      operations += echoes
      underWay -= echoes
      for (let i = 0; i < echoes; i += 1) onEcho?.()
    }
    socket.read(socketId, 4096, onRead)
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
  return { run, close: () => ids.forEach((socketId) => socket.destroy(socketId)) }
}

/** A server of TLS 1.3 sends what a session is resumed with after the handshake, before anything else. */
async function echoed(chrome: ChromeLike, socketId: number): Promise<void> {
  chrome.socket.write(socketId, new Uint8Array(1), ignore)
  await new Promise<unknown>((resolve) => chrome.socket.read(socketId, resolve))
}

function handshake(chrome: ChromeLike, target: Target): Activity {
  const run = async (stopwatch: Stopwatch): Promise<number> => {
    let operations = 0
    stopwatch.start()
    while (!stopwatch.isOver()) {
      const socketId = await connected(chrome, target)
      if (target.resume) await echoed(chrome, socketId)
      chrome.socket.destroy(socketId)
      operations += 1
    }
    return operations
  }
  return { run, close: ignore }
}

/** A call that is refused for its arguments: `read` without a callback. */
function wrongCall(chrome: ChromeLike): Activity {
  const wrong = chrome.socket.read as (...args: unknown[]) => void
  const run = async (stopwatch: Stopwatch): Promise<number> => {
    let operations = 0
    while (!stopwatch.isOver()) {
      for (let i = 0; i < 100; i += 1) {
        try {
          wrong(1, '4096')
        } catch {
          operations += 1
        }
      }
    }
    return operations
  }
  return { run, close: ignore }
}

const allTasks: Readonly<Record<TaskName, ChromeTask>> = {
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

/** These tasks, on the `chrome` that `chromeFor` gives for a target; nothing where it gives none. */
export function chromeSocketTasks(chromeFor: (target: Target) => ChromeLike | undefined): Tasks {
  const names = Object.keys(allTasks) as TaskName[]
  return Object.fromEntries(
    names.map((name): [TaskName, Open] => [
      name,
      (target) => {
        const chrome = chromeFor(target)
        return chrome === undefined ? undefined : allTasks[name](chrome, target)
      },
    ]),
  )
}

/** For a page: a script that defines the function of the same name as each task. */
export const chromeSocketTaskSource: string = [
  ignore,
  must,
  connected,
  boundUdp,
  askedPeer,
  echoed,
  ...Object.values(allTasks),
].join('\n')
