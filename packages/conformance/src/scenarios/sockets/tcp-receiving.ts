/** chrome.sockets.tcp: receiving. Chromium extensions/browser/api/sockets_tcp/tcp_socket_event_dispatcher.cc */
import type { EventInfo, Scenario } from '../../scenario.ts'

interface ChromeEvent {
  addListener(listener: (info: EventInfo) => void): void
  removeListener(listener: (info: EventInfo) => void): void
}

export const receivingScenarios: readonly Scenario[] = [
  {
    name: 'sockets.tcp: connect, send, receive, disconnect, close',
    why: 'The whole life of a client: it receives by itself, without a call.',
    async play({ call, hear, next, bytes, peers }) {
      hear('tcp.onReceive')
      hear('tcp.onReceiveError')
      const { socketId } = await call('tcp.create', {})
      await call('tcp.getInfo', socketId)
      await call('tcp.connect', socketId, '127.0.0.1', peers['echo'])
      await call('tcp.getInfo', socketId)
      await call('tcp.send', socketId, bytes('hello'))
      await next('tcp.onReceive')
      await call('tcp.send', socketId, bytes('again'))
      await next('tcp.onReceive')
      await call('tcp.disconnect', socketId)
      await next('tcp.onReceiveError')
      await call('tcp.getInfo', socketId)
      await call('tcp.close', socketId)
      await call('tcp.getInfo', socketId)
      await call('tcp.close', socketId)
    },
  },
  {
    name: 'sockets.tcp: bufferSize is the most that one event has',
    why: 'The default is 4096, and a bufferSize that is not positive counts as not given.',
    async play({ call, hear, next, bytes, quiet, sockets }) {
      hear('tcp.onReceive')
      for (const bufferSize of [undefined, null, 0, -1, 1, 3, 4096]) {
        const socket = await sockets.connected('echo', bufferSize === undefined ? {} : { bufferSize })
        await call('tcp.getInfo', socket)
        await call('tcp.send', socket, bytes('abcdef'))
        await quiet()
        await call('tcp.setPaused', socket, true)
      }
      await next('tcp.onReceive')
    },
  },
  {
    name: 'sockets.tcp: the largest event with many bytes waiting',
    why: 'An event has at most bufferSize bytes, 4096 by default, and never more than 65,536.',
    async play({ chrome, call, start, collect, received, note, bytes, quiet, sockets }) {
      const event = (chrome.sockets as Record<string, Record<string, ChromeEvent>>)['tcp']!['onReceive']!
      collect()
      for (const bufferSize of [4096, 0, 30_000, 65_536, 100_000, 1_000_000]) {
        const { client, accepted } = await sockets.pair()
        await call('tcp.update', accepted, { bufferSize })
        start('tcp.send', client, bytes(1_000_000))
        await quiet()
        let largest = 0
        const measure = ({ socketId, data }: EventInfo): void => {
          if (socketId === accepted) largest = Math.max(largest, data?.byteLength ?? 0)
        }
        event.addListener(measure)
        await call('tcp.setPaused', accepted, false)
        await received(accepted, 1_000_000)
        event.removeListener(measure)
        note(`the largest event had ${largest} bytes`)
      }
    },
    unordered: true,
  },
  {
    name: 'sockets.tcp: update of bufferSize counts from the next read on',
    why: 'The read that is outstanding keeps the size that it was started with.',
    async play({ call, hear, bytes, quiet, sockets }) {
      hear('tcp.onReceive')
      const socket = await sockets.connected('echo')
      await quiet()
      await call('tcp.update', socket, { bufferSize: 2 })
      await call('tcp.send', socket, bytes('abcdef'))
      await quiet()
      await call('tcp.send', socket, bytes('ghijkl'))
      await quiet()
      await call('tcp.update', socket, { bufferSize: 5 })
      await call('tcp.send', socket, bytes('mnopqr'))
      await quiet()
      await call('tcp.send', socket, bytes('stuvwx'))
      await quiet()
    },
  },
  {
    name: 'sockets.tcp: setPaused stops the next read',
    why: 'The outstanding read still gives one event. Nothing is lost while the socket is paused.',
    async play({ call, hear, bytes, quiet, sockets }) {
      hear('tcp.onReceive')
      const socket = await sockets.connected('echo')
      await call('tcp.setPaused', socket, true)
      await call('tcp.getInfo', socket)
      for (const text of ['one', 'two', 'three']) {
        await call('tcp.send', socket, bytes(text))
        await quiet()
      }
      await call('tcp.setPaused', socket, false)
      await quiet()
      await call('tcp.send', socket, bytes('four'))
      await quiet()
    },
  },
  {
    name: 'sockets.tcp: paused in the listener of an event',
    why: 'Apps pause in the listener. Exactly one more event comes.',
    async play({ call, start, hear, bytes, quiet, sockets }) {
      const socket = await sockets.connected('echo')
      let isFirst = true
      hear('tcp.onReceive', () => {
        if (isFirst) start('tcp.setPaused', socket, true)
        isFirst = false
      })
      for (const text of ['one', 'two', 'three']) {
        await call('tcp.send', socket, bytes(text))
        await quiet()
      }
      await call('tcp.setPaused', socket, false)
      await quiet()
    },
  },
  {
    name: 'sockets.tcp: setPaused to the value that it has',
    why: 'Pausing and unpausing with a read outstanding starts no second read and is no error.',
    async play({ call, hear, bytes, quiet, sockets }) {
      hear('tcp.onReceive')
      hear('tcp.onReceiveError')
      const socket = await sockets.connected('echo')
      for (const isPaused of [false, false, true, true, false, true, false]) {
        await call('tcp.setPaused', socket, isPaused)
      }
      for (const text of ['one', 'two']) {
        await call('tcp.send', socket, bytes(text))
        await quiet()
      }
      const fresh = await sockets.tcp()
      await call('tcp.setPaused', fresh, false)
      await call('tcp.setPaused', fresh, true)
      await call('tcp.getInfo', fresh)
    },
  },
  {
    name: 'sockets.tcp: paused before connect',
    why: 'Nothing is read and nothing is lost: apps pause first when they connect before they listen to events.',
    async play({ call, hear, bytes, peers, quiet, sockets }) {
      hear('tcp.onReceive')
      hear('tcp.onReceiveError')
      for (const peer of ['greeter', 'bye', 'reset', 'drop', 'half']) {
        const socket = await sockets.tcp()
        await call('tcp.setPaused', socket, true)
        await call('tcp.connect', socket, '127.0.0.1', peers[peer])
        await call('tcp.send', socket, bytes('go'))
        await quiet()
        await call('tcp.getInfo', socket)
        await call('tcp.send', socket, bytes('more'))
        await call('tcp.setPaused', socket, false)
        await quiet()
        await call('tcp.getInfo', socket)
        await call('tcp.close', socket)
      }
    },
  },
  {
    name: 'sockets.tcp: two listeners, and none',
    why: 'Bytes that no listener waits for are lost, and a later listener does not hear them.',
    async play({ call, hear, bytes, quiet, sockets }) {
      const socket = await sockets.connected('echo')
      await call('tcp.send', socket, bytes('lost'))
      await quiet()
      const stopFirst = hear('tcp.onReceive')
      await quiet()
      await call('tcp.send', socket, bytes('heard'))
      await quiet()
      const stopSecond = hear('tcp.onReceive')
      await call('tcp.send', socket, bytes('twice'))
      await quiet()
      stopFirst()
      stopSecond()
      await call('tcp.send', socket, bytes('lost again'))
      await quiet()
      hear('tcp.onReceive')
      await quiet()
      await call('tcp.send', socket, bytes('end'))
      await quiet()
    },
  },
  {
    name: 'sockets.tcp: everything that a peer sends before its end arrives',
    why: 'All bytes come, in order, and then the end as -100.',
    async play({ call, bytes, collect, received, sockets }) {
      collect()
      for (const bufferSize of [0, 1000, 65_536]) {
        const socket = await sockets.connected('source', { bufferSize })
        await call('tcp.send', socket, bytes('go'))
        await received(socket, 400_000)
        await call('tcp.getInfo', socket)
      }
    },
  },
  {
    name: 'sockets.tcp: much data both ways at once',
    why: 'Both directions carry more than all buffers together, and neither blocks the other.',
    unordered: true,
    async play({ start, bytes, collect, received, quiet, call, sockets }) {
      collect()
      const { client, accepted } = await sockets.pair({ bufferSize: 65_536 })
      await call('tcp.update', accepted, { bufferSize: 65_536 })
      await call('tcp.setPaused', accepted, false)
      start('tcp.send', client, bytes(3_000_000))
      start('tcp.send', accepted, bytes(2_000_000))
      await received(accepted, 3_000_000)
      await received(client, 2_000_000)
      await quiet()
    },
  },
]
