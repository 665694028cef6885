/**
 * Listeners that harm themselves, their socket or their app, on every event of chrome.sockets. Expectations: Chromium 156, as in
 * the scenarios `sockets events`: the other listeners of an event are called, and one that is added during it counts from the next.
 */
import { createSocket } from 'node:dgram'
import type { Socket as DatagramSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { createChrome } from '@chrome-socket/api'
import type { Chrome, ChromeEvent } from '@chrome-socket/api'
import { nodeBackend } from '@chrome-socket/backend-node'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

type Info = { readonly socketId: number }
type Listener = (info: Info) => void

interface Trigger {
  readonly event: ChromeEvent<Info>
  /** Causes one event. */
  raise(): void
  close(socketId: number): Promise<void>
}

const address = '127.0.0.1'
let echo: Server
let datagrams: DatagramSocket
const peers = new Set<Socket>()
beforeAll(async () => {
  echo = createServer((peer) => {
    peers.add(peer)
    peer.on('error', () => {}).pipe(peer)
  }).listen(0, address)
  datagrams = createSocket('udp4').bind(0, address)
  await Promise.all([once(echo, 'listening'), once(datagrams, 'listening')])
})
afterAll(() => {
  for (const peer of peers) peer.destroy()
  echo.close()
  datagrams.close()
})

let chrome: Chrome
/** Collects the exceptions of listeners, which reach the global error handler. */
let uncaught: unknown[]
let ofVitest: NodeJS.UncaughtExceptionListener[]
beforeEach(() => {
  chrome = createChrome({ backend: nodeBackend() })
  uncaught = []
  ofVitest = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException').on('uncaughtException', (error) => uncaught.push(error))
})
afterEach(async () => {
  await chrome.close()
  process.removeAllListeners('uncaughtException')
  for (const handler of ofVitest) process.on('uncaughtException', handler)
})

const triggers: Readonly<Record<string, () => Promise<Trigger>>> = {
  async 'tcp.onReceive'() {
    const { tcp } = chrome.sockets
    const { socketId } = await tcp.create()
    await connectedTo(socketId)
    return { event: tcp.onReceive, raise: () => tcp.send(socketId, new ArrayBuffer(1), () => {}), close: tcp.close }
  },
  async 'tcp.onReceiveError'() {
    const { tcp } = chrome.sockets
    return {
      event: tcp.onReceiveError,
      async raise() {
        const { socketId } = await tcp.create()
        await connectedTo(socketId)
        await tcp.disconnect(socketId)
      },
      close: tcp.close,
    }
  },
  async 'tcpServer.onAccept'() {
    const { tcpServer } = chrome.sockets
    const { socketId } = await tcpServer.create()
    await new Promise((resolve) => tcpServer.listen(socketId, address, 0, resolve))
    const { localPort = 0 } = await tcpServer.getInfo(socketId)
    return {
      event: tcpServer.onAccept,
      raise: () => void peers.add(connect(localPort, address).on('error', () => {})),
      close: tcpServer.close,
    }
  },
  async 'udp.onReceive'() {
    const { udp } = chrome.sockets
    const { localPort } = await boundUdp({})
    return { event: udp.onReceive, raise: () => datagrams.send('x', localPort, address), close: udp.close }
  },
  async 'udp.onReceiveError'() {
    const { udp } = chrome.sockets
    // A datagram that is too long raises the event, and pauses the socket.
    const { localPort, socketId } = await boundUdp({ bufferSize: 1 })
    return {
      event: udp.onReceiveError,
      async raise() {
        await udp.setPaused(socketId, false)
        datagrams.send('xy', localPort, address)
      },
      close: udp.close,
    }
  },
}

async function connectedTo(socketId: number): Promise<void> {
  const { port } = echo.address() as AddressInfo
  await new Promise((resolve) => chrome.sockets.tcp.connect(socketId, address, port, resolve))
}

async function boundUdp(properties: { bufferSize?: number }): Promise<{ socketId: number; localPort: number }> {
  const { udp } = chrome.sockets
  const { socketId } = await udp.create(properties)
  await new Promise((resolve) => udp.bind(socketId, address, 0, resolve))
  const { localPort = 0 } = await udp.getInfo(socketId)
  return { socketId, localPort }
}

/** The listeners. Each has the number of calls that it and the listeners it adds get during two events. */
const harmless: Readonly<
  Record<string, { readonly calls: number; readonly make: (event: ChromeEvent<Info>, count: () => void) => Listener }>
> = {
  throws: {
    calls: 2,
    make: (_, count) => () => {
      count()
      throw new Error('mine')
    },
  },
  'removes itself': {
    calls: 1,
    make: (event, count) =>
      function self() {
        count()
        event.removeListener(self)
      },
  },
  'adds a listener each time': {
    // The listener is called twice, and the listener that it adds during the first event once.
    calls: 3,
    make: (event, count) => () => {
      count()
      event.addListener(() => count())
    },
  },
  'removes and adds itself': {
    calls: 2,
    make: (event, count) =>
      function self() {
        count()
        event.removeListener(self)
        event.addListener(self)
      },
  },
}

describe.each(Object.entries(triggers))('%s', (_, makeTrigger) => {
  it.each(Object.entries(harmless))('a listener that %s', async (name, { calls, make }) => {
    const { event, raise } = await makeTrigger()
    let counted = 0
    event.addListener(make(event, () => (counted += 1)))
    for (let round = 1; round <= 2; round += 1) {
      const heard = nextOf(event)
      raise()
      await heard
    }
    expect(counted).toBe(calls)
    expect(uncaught).toHaveLength(name === 'throws' ? 2 : 0)
  })

  it('a listener that closes the socket', async () => {
    const { close, event, raise } = await makeTrigger()
    const closed = new Promise<void>((resolve, reject) => {
      event.addListener(({ socketId }) => close(socketId).then(resolve, reject))
    })
    const heard = nextOf(event)
    raise()
    const { socketId } = await heard
    await closed
    await expect(close(socketId)).rejects.toThrow('Socket not found')
    expect(uncaught).toEqual([])
    expect(await chrome.sockets.udp.create()).toHaveProperty('socketId')
  })

  it('a listener that closes the app', async () => {
    const { event, raise } = await makeTrigger()
    let heard = 0
    const closed = new Promise<void>((resolve) => {
      event.addListener(() => {
        heard += 1
        resolve(chrome.close())
      })
    })
    raise()
    raise()
    await closed
    expect(() => chrome.sockets.tcp.create()).toThrow('Extension context invalidated.')
    // All calls under way have had their turns when a new app has heard an event of its own.
    chrome = createChrome({ backend: nodeBackend() })
    const other = await makeTrigger()
    const next = nextOf(other.event)
    other.raise()
    await next
    expect(heard).toBe(1)
    expect(uncaught).toEqual([])
  })
})

function nextOf(event: ChromeEvent<Info>): Promise<Info> {
  return new Promise((resolve) => {
    event.addListener(function listener(info) {
      event.removeListener(listener)
      resolve(info)
    })
  })
}
