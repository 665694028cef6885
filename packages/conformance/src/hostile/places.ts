/** The places for a hostile value: functions that get the value, among good arguments. */
import type { UntypedChrome } from '../scenario.ts'

type ChromeFunction = (...args: unknown[]) => unknown
type Callback = (...results: unknown[]) => void
type Info = { readonly socketId: number; readonly data: ArrayBuffer; readonly clientSocketId: number }
type Event = Record<'addListener' | 'removeListener' | 'hasListener', ChromeFunction>

/** A prepared place. */
export interface OpenPlace {
  /** Calls the function. An answered function gets `callback`; the other functions get the value in its place. */
  readonly call: (value: unknown, callback: Callback) => unknown
  /** The bytes that have reached the other end. Absent if the value is not sent. */
  readonly arrived?: number[]
  /** Waits until a value that is to be called has been called. */
  readonly settle?: () => Promise<unknown>
  readonly close?: () => void
}

/** `isAnswered` is false if the value is the callback or a listener: its notes are the answer. */
export interface Place {
  readonly isAnswered: boolean
  readonly open: (chrome: UntypedChrome) => OpenPlace | Promise<OpenPlace>
}

/** No socket has this id. */
const unknownId = 99_999

/** The places by the name of the function and the parameter. */
export const hostilePlaces: Readonly<Record<string, Place>> = {
  'socket.write data': sending(async (chrome, peer) => {
    const { socketId } = await ask<Info>(chrome, 'socket.create', 'tcp')
    await ask(chrome, 'socket.connect', socketId, '127.0.0.1', peer)
    return (value, callback) => functionOf(chrome, 'socket.write')(socketId, value, callback)
  }, 'tcp'),
  'socket.sendTo data': sending(async (chrome, peer) => {
    const { socketId } = await ask<Info>(chrome, 'socket.create', 'udp')
    await ask(chrome, 'socket.bind', socketId, '127.0.0.1', 0)
    return (value, callback) => functionOf(chrome, 'socket.sendTo')(socketId, value, '127.0.0.1', peer, callback)
  }, 'udp'),
  'sockets.tcp.send data': sending(async (chrome, peer) => {
    const { socketId } = await ask<Info>(chrome, 'sockets.tcp.create')
    await ask(chrome, 'sockets.tcp.connect', socketId, '127.0.0.1', peer)
    return (value, callback) => functionOf(chrome, 'sockets.tcp.send')(socketId, value, callback)
  }, 'tcp'),
  'sockets.udp.send data': sending(async (chrome, peer) => {
    const { socketId } = await ask<Info>(chrome, 'sockets.udp.create')
    await ask(chrome, 'sockets.udp.bind', socketId, '127.0.0.1', 0)
    return (value, callback) => functionOf(chrome, 'sockets.udp.send')(socketId, value, '127.0.0.1', peer, callback)
  }, 'udp'),
  'socket.create options': answered('socket.create', ['udp']),
  'socket.secure options': answered('socket.secure', [unknownId]),
  'socket.getInfo socketId': answered('socket.getInfo', []),
  'socket.create type': answered('socket.create', []),
  'sockets.tcp.create properties': answered('sockets.tcp.create', []),
  'sockets.tcpServer.create properties': answered('sockets.tcpServer.create', []),
  'sockets.udp.update properties': updated('udp'),
  'sockets.tcp.setPaused paused': answered('sockets.tcp.setPaused', [unknownId]),
  'sockets.tcp.connect dnsQueryType': answered('sockets.tcp.connect', [unknownId, 'x', 1]),
  'sockets.udp.bind address': {
    isAnswered: true,
    async open(chrome) {
      const { socketId } = await ask<Info>(chrome, 'sockets.udp.create')
      return {
        call: (value, callback) => functionOf(chrome, 'sockets.udp.bind')(socketId, value, 0, callback),
        close: () => functionOf(chrome, 'sockets.udp.close')(socketId, () => {}),
      }
    },
  },
  'socket.getInfo callback': asCallback('socket.getInfo', [unknownId]),
  'sockets.tcp.getSockets callback': asCallback('sockets.tcp.getSockets', []),
  'sockets.udp.setBroadcast callback': asCallback('sockets.udp.setBroadcast', [unknownId, true]),
  'sockets.tcp.onReceiveError listener': {
    isAnswered: false,
    async open(chrome) {
      const onReceiveError = eventOf(chrome, 'sockets.tcp.onReceiveError')
      const { port, close } = await server(chrome)
      const { socketId } = await ask<Info>(chrome, 'sockets.tcp.create')
      await ask(chrome, 'sockets.tcp.connect', socketId, '127.0.0.1', port)
      let added: unknown
      return {
        call(value) {
          added = value
          onReceiveError.addListener(value)
        },
        /** The end of a connection raises the event. The value hears it, and then a listener that reports it. */
        async settle() {
          const heard = new Promise<void>((resolve) => {
            const listener = (): void => {
              onReceiveError.removeListener(listener)
              resolve()
            }
            onReceiveError.addListener(listener)
          })
          await ask(chrome, 'sockets.tcp.close', socketId)
          await heard
        },
        close() {
          onReceiveError.removeListener(added)
          close()
        },
      }
    },
  },
}

/** A place for the value between good arguments. The answer shows the effect. */
function answered(name: string, before: readonly unknown[]): Place {
  return {
    isAnswered: true,
    open: (chrome) => ({
      call: (value, callback) => functionOf(chrome, name)(...before, value, callback),
    }),
  }
}

function asCallback(name: string, before: readonly unknown[]): Place {
  return {
    isAnswered: false,
    open: (chrome) => ({
      call: (value) => functionOf(chrome, name)(...before, value),
      // Answers come in the order of the calls.
      settle: () => ask(chrome, name, ...before),
    }),
  }
}

/** The answer to `getInfo` shows the stored part of the value. */
function updated(namespace: 'udp' | 'tcp'): Place {
  return {
    isAnswered: true,
    async open(chrome) {
      const { socketId } = await ask<Info>(chrome, `sockets.${namespace}.create`)
      return {
        call: (value, callback) =>
          functionOf(chrome, `sockets.${namespace}.update`)(socketId, value, () =>
            functionOf(chrome, `sockets.${namespace}.getInfo`)(socketId, callback),
          ),
        close: () => functionOf(chrome, `sockets.${namespace}.close`)(socketId, () => {}),
      }
    },
  }
}

function sending(
  connect: (chrome: UntypedChrome, port: number) => Promise<OpenPlace['call']>,
  protocol: 'tcp' | 'udp',
): Place {
  return {
    isAnswered: true,
    async open(chrome) {
      const arrived: number[] = []
      const take = ({ data }: Info): void => void arrived.push(...new Uint8Array(data))
      const { port, close } = await (protocol === 'tcp' ? server(chrome, take) : receiver(chrome, take))
      return { call: await connect(chrome, port), arrived, close }
    },
  }
}

/** Makes a TCP server of the app itself. Without `take`, it receives nothing and hears no end. */
async function server(
  chrome: UntypedChrome,
  take?: (info: Info) => void,
): Promise<{ port: number; close: () => void }> {
  const { socketId } = await ask<Info>(chrome, 'sockets.tcpServer.create')
  const onAccept = eventOf(chrome, 'sockets.tcpServer.onAccept')
  const onReceive = eventOf(chrome, 'sockets.tcp.onReceive')
  const clients = new Set<number>()
  const accept = ({ socketId: server, clientSocketId }: Info): void => {
    if (server !== socketId) return
    clients.add(clientSocketId)
    if (take !== undefined) functionOf(chrome, 'sockets.tcp.setPaused')(clientSocketId, false, () => {})
  }
  const receive = (info: Info): void => {
    if (clients.has(info.socketId)) take?.(info)
  }
  onAccept.addListener(accept)
  onReceive.addListener(receive)
  await ask(chrome, 'sockets.tcpServer.listen', socketId, '127.0.0.1', 0)
  const { localPort } = await ask<{ localPort: number }>(chrome, 'sockets.tcpServer.getInfo', socketId)
  return {
    port: localPort,
    close() {
      onAccept.removeListener(accept)
      onReceive.removeListener(receive)
      functionOf(chrome, 'sockets.tcpServer.close')(socketId, () => {})
      for (const client of clients) functionOf(chrome, 'sockets.tcp.close')(client, () => {})
    },
  }
}

/** Makes a UDP socket of the app itself. */
async function receiver(
  chrome: UntypedChrome,
  take: (info: Info) => void,
): Promise<{ port: number; close: () => void }> {
  const { socketId } = await ask<Info>(chrome, 'sockets.udp.create', { bufferSize: 65_507 })
  const onReceive = eventOf(chrome, 'sockets.udp.onReceive')
  const receive = (info: Info): void => {
    if (info.socketId === socketId) take(info)
  }
  onReceive.addListener(receive)
  await ask(chrome, 'sockets.udp.bind', socketId, '127.0.0.1', 0)
  const { localPort } = await ask<{ localPort: number }>(chrome, 'sockets.udp.getInfo', socketId)
  return {
    port: localPort,
    close() {
      onReceive.removeListener(receive)
      functionOf(chrome, 'sockets.udp.close')(socketId, () => {})
    },
  }
}

/** Calls a function with good arguments, and waits for its answer. */
function ask<Result>(chrome: UntypedChrome, name: string, ...args: unknown[]): Promise<Result> {
  return new Promise((resolve) => {
    functionOf(chrome, name)(...args, (result: Result) => {
      void chrome.runtime.lastError
      resolve(result)
    })
  })
}

function functionOf(chrome: UntypedChrome, name: string): ChromeFunction {
  return memberOf(chrome, name) as ChromeFunction
}

function eventOf(chrome: UntypedChrome, name: string): Event {
  return memberOf(chrome, name) as Event
}

function memberOf(chrome: UntypedChrome, name: string): unknown {
  return name.split('.').reduce((parent: unknown, key) => (parent as Record<string, unknown>)[key], chrome)
}
