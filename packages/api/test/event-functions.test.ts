/**
 * The functions of an event with wrong arguments and on wrong objects, and calls after an app has put properties on
 * `Object.prototype`. Expectation: Chromium 156's answers to the same calls.
 */
import { describe, expect, it } from 'vitest'
import { createChrome } from '../src/index.ts'
import { loopbackBackend } from './loopback-backend.ts'

type Untyped = Record<
  'addListener' | 'removeListener' | 'hasListener' | 'hasListeners',
  (...args: unknown[]) => unknown
>

const permissions = { tcp: { connect: '*' }, tcpServer: { listen: '*' }, udp: { bind: '*' } }
const chrome = createChrome({ backend: loopbackBackend(), permissions: [], sockets: permissions })
const { tcp, tcpServer, udp } = chrome.sockets
const events = {
  'tcp.onReceive': tcp.onReceive,
  'tcp.onReceiveError': tcp.onReceiveError,
  'tcpServer.onAccept': tcpServer.onAccept,
  'tcpServer.onAcceptError': tcpServer.onAcceptError,
  'udp.onReceive': udp.onReceive,
  'udp.onReceiveError': udp.onReceiveError,
} as unknown as Readonly<Record<string, Untyped>>

const noFilters = 'This event does not support filters'
const illegal = 'Illegal invocation: Function must be called on an object of type Event'
const conversion = 'Error processing argument at index 0, conversion failure from '

describe.each(Object.entries(events))('%s', (_, event) => {
  it('takes one listener and no filters', () => {
    const listener = (): void => {}
    for (const filter of [undefined, null, {}, 0, listener])
      expect(() => event.addListener(listener, filter)).toThrow(new TypeError(noFilters))
    expect(event.hasListener(listener)).toBe(false)
    expect(event.addListener(undefined, {})).toBeUndefined()
    expect(event.addListener()).toBeUndefined()
  })

  it.each([
    [[], 'Insufficient number of arguments.'],
    [[undefined], `${conversion}undefined`],
    [[null], `${conversion}null`],
    [['x'], `${conversion}x`],
    [[5], conversion],
    [[{}], conversion],
    [[Symbol('s')], conversion],
  ])('hasListener refuses %j', (args, message) => {
    expect(() => event.hasListener(...args)).toThrow(new TypeError(message))
  })

  it.each(['addListener', 'removeListener', 'hasListener', 'hasListeners'] as const)('%s needs its event', (name) => {
    for (const owner of [undefined, null, {}, 5, chrome])
      expect(() => event[name].call(owner, () => {})).toThrow(new TypeError(illegal))
  })

  it('works on the event that it is called on', () => {
    const other = event === events['tcp.onReceive'] ? tcp.onReceiveError : tcp.onReceive
    const listener = (): void => {}
    event.addListener.call(other, listener)
    expect([event.hasListener(listener), other.hasListener(listener)]).toEqual([false, true])
    other.removeListener(listener)
  })
})

describe('properties of Object.prototype', () => {
  /** Calls `run` while the properties are there. Vitest itself does not work with some of them. */
  function withOnPrototype<Result>(properties: Readonly<Record<string, unknown>>, run: () => Result): Result {
    // Indices, because the end of a destructuring calls an iterator's `return`.
    const keys = Object.keys(properties)
    try {
      for (let index = 0; index < keys.length; index += 1) {
        const key = keys[index] as string
        const value = properties[key]
        // oxlint-disable-next-line no-extend-native
        Object.defineProperty(Object.prototype, key, { value, configurable: true, enumerable: true, writable: true })
      }
      return run()
    } finally {
      for (let index = 0; index < keys.length; index += 1) {
        Reflect.deleteProperty(Object.prototype, keys[index] as string)
      }
    }
  }

  it('are no properties of an argument', async () => {
    const creating = withOnPrototype({ name: 'mine', bufferSize: 7, persistent: true }, () => tcp.create({}))
    const info = await tcp.getInfo((await creating).socketId)
    expect(Object.getOwnPropertyNames(info).sort()).toEqual(['connected', 'paused', 'persistent', 'socketId'])
    expect(info.persistent).toBe(false)
  })

  it.each(['error', 'return', 'then', 'next', 'done'])('%s changes no call', async (key) => {
    const listener = (): void => {}
    const answer = new Promise<number>((resolve) => {
      withOnPrototype({ [key]: 'mine' }, () => {
        chrome.socket.create('tcp', {}, ({ socketId }) => resolve(socketId))
        udp.onReceive.addListener(listener)
      })
    })
    expect(udp.onReceive.hasListener(listener)).toBe(true)
    udp.onReceive.removeListener(listener)
    expect(await answer).toBeGreaterThan(0)
  })
})
