/** The events of chrome.sockets. Chromium extensions/renderer/bindings/{event_emitter,api_event_listeners}.cc */
import type { EventInfo, Scenario } from '../../scenario.ts'

type Listener = (info: EventInfo) => unknown

interface ChromeEvent {
  addListener(listener: unknown): unknown
  removeListener(listener: unknown): unknown
  hasListener(listener?: unknown): unknown
  hasListeners(): unknown
}

interface Chrome {
  readonly sockets?: Readonly<Record<string, unknown>>
}

/** Events that no scenario hears, so that their listeners are only the scenario's own. */
function eventOf(chrome: Chrome, namespace: string, name: string): ChromeEvent {
  return (chrome.sockets as Record<string, Record<string, ChromeEvent>>)[namespace]![name]!
}

export const eventScenarios: readonly Scenario[] = [
  {
    name: 'sockets events: listeners are added and removed',
    why: 'A listener that is added twice counts once. Each odd value has its own effect.',
    async play({ chrome, attempt }) {
      const event = eventOf(chrome, 'udp', 'onReceiveError')
      const listener = (): void => {}
      const other = (): void => {}
      attempt('hasListeners', () => event.hasListeners())
      attempt('hasListener', () => event.hasListener(listener))
      attempt('addListener', () => event.addListener(listener))
      attempt('addListener again', () => event.addListener(listener))
      attempt('hasListener', () => event.hasListener(listener))
      attempt('hasListener of another', () => event.hasListener(other))
      attempt('hasListeners', () => event.hasListeners())
      attempt('removeListener of another', () => event.removeListener(other))
      attempt('removeListener', () => event.removeListener(listener))
      attempt('hasListeners', () => event.hasListeners())
      attempt('removeListener again', () => event.removeListener(listener))
      for (const odd of [undefined, null, 1, 'x', {}, []]) {
        attempt(`addListener(${String(odd)})`, () => event.addListener(odd))
        attempt(`hasListener(${String(odd)})`, () => event.hasListener(odd))
        attempt(`removeListener(${String(odd)})`, () => event.removeListener(odd))
      }
      attempt('hasListener()', () => event.hasListener())
      attempt('hasListeners', () => event.hasListeners())
    },
  },
  {
    name: 'sockets events: order, arguments and this',
    why: 'Listeners run in the order of registration, with one argument that all of them share.',
    async play({ chrome, call, bytes, note, show, quiet, sockets }) {
      const event = eventOf(chrome, 'tcp', 'onReceive')
      const socket = await sockets.connected('echo')
      let seen: EventInfo | undefined
      const own = (listener: Listener): Listener => {
        const filtered: Listener = (info) => (info.socketId === socket ? listener(info) : undefined)
        event.addListener(filtered)
        return filtered
      }
      const first = own((info) => {
        seen = info
        note(`first: ${show(Object.keys(info))} ${info.data instanceof ArrayBuffer}, ${info.data?.byteLength}`)
        ;(info as { added?: string }).added = 'by the first'
        new Uint8Array(info.data ?? new ArrayBuffer(0))[0] = 0x21
        note(`lastError: ${show(chrome.runtime.lastError)}`)
      })
      const second = own((info) => {
        note(`second: the same ${info === seen}, ${(info as { added?: string }).added}, ${show(info.data)}`)
      })
      const strict = function (this: unknown, ...args: readonly EventInfo[]): void {
        if (args[0]?.socketId === socket)
          note(`this is the global object: ${this === globalThis}, ${args.length} argument`)
      }
      event.addListener(strict)
      await call('tcp.send', socket, bytes('abc'))
      await quiet()
      event.removeListener(first)
      event.addListener(first)
      await call('tcp.send', socket, bytes('def'))
      await quiet()
      for (const each of [first, second, strict]) event.removeListener(each)
    },
  },
  {
    name: 'sockets events: listeners that add and remove others',
    why: 'A listener that is removed before its turn is still called. An added listener hears only the next event.',
    async play({ chrome, call, bytes, note, quiet, sockets }) {
      const event = eventOf(chrome, 'tcp', 'onReceive')
      const socket = await sockets.connected('echo')
      const all: Listener[] = []
      const make = (name: string, act: () => void = () => {}): Listener => {
        const listener: Listener = (info) => {
          if (info.socketId !== socket) return
          note(name)
          act()
        }
        all.push(listener)
        return listener
      }
      const removed = make('removed')
      const added = make('added')
      const first = make('first', () => {
        event.removeListener(removed)
        event.addListener(added)
        event.removeListener(first)
      })
      for (const each of [first, removed, make('last')]) event.addListener(each)
      for (const text of ['1', '2']) {
        note(`event ${text}`)
        await call('tcp.send', socket, bytes(text))
        await quiet()
      }
      for (const each of all) event.removeListener(each)
    },
  },
  {
    name: 'sockets events: a listener that throws',
    why: 'The exception of a listener is reported. It stops no other listener and no later event.',
    reports: true,
    async play({ chrome, call, bytes, note, quiet, sockets }) {
      const event = eventOf(chrome, 'tcp', 'onReceive')
      const socket = await sockets.connected('echo')
      const throwing: Listener = (info) => {
        if (info.socketId === socket) throw new Error('Thrown by a listener')
      }
      const after: Listener = (info) => {
        if (info.socketId === socket) note('the listener after it')
      }
      event.addListener(throwing)
      event.addListener(after)
      for (const text of ['1', '2']) {
        await call('tcp.send', socket, bytes(text))
        await quiet()
      }
      event.removeListener(throwing)
      event.removeListener(after)
    },
  },
  {
    name: 'sockets events: microtasks run between events',
    why: 'Promises that a listener resolves settle after all listeners of the event, and before the next event.',
    async play({ chrome, call, note, quiet, sockets, bytes }) {
      const event = eventOf(chrome, 'tcp', 'onReceive')
      const { client, accepted } = await sockets.pair()
      await call('tcp.update', accepted, { bufferSize: 1 })
      const make =
        (name: string): Listener =>
        ({ socketId, data }) => {
          if (socketId !== accepted) return
          const text = String.fromCharCode(...new Uint8Array(data ?? new ArrayBuffer(0)))
          note(`${name} ${text}`)
          void Promise.resolve().then(() => note(`microtask of ${name} ${text}`))
        }
      const listeners = [make('first'), make('second')]
      for (const each of listeners) event.addListener(each)
      await call('tcp.send', client, bytes('abc'))
      await quiet()
      await call('tcp.setPaused', accepted, false)
      await quiet()
      for (const each of listeners) event.removeListener(each)
    },
  },
  {
    name: 'sockets events: calls in listeners',
    why: 'Apps answer, pause and close in listeners.',
    unordered: true,
    async play({ start, hear, bytes, quiet, sockets }) {
      const socket = await sockets.connected('echo')
      let rounds = 0
      hear('tcp.onReceive', ({ socketId }) => {
        rounds += 1
        if (rounds < 4) start('tcp.send', socketId, bytes(`round ${rounds}`))
        else start('tcp.close', socketId)
      })
      hear('tcp.onReceiveError')
      start('tcp.send', socket, bytes('round 0'))
      await quiet()
    },
  },
  {
    name: 'sockets events: added in the callback of connect',
    why: 'Apps that connect first add their listeners here. Chromium may lose the first bytes if there was no listener before.',
    varies: true,
    async play({ callThen, hear, peers, quiet, sockets }) {
      const socket = await sockets.tcp()
      await callThen(() => hear('tcp.onReceive'), 'tcp.connect', socket, '127.0.0.1', peers['greeter'])
      await quiet()
    },
  },
]
