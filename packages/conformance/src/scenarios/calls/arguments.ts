/** How many arguments of which types. Chromium extensions/renderer/bindings/{api_signature,argument_spec}.cc */
import type { Scenario } from '../../scenario.ts'

export const argumentScenarios: readonly Scenario[] = [
  {
    name: 'arguments: counts and basic types',
    why: 'Wrong counts and types throw a TypeError with the signature in it, which apps log.',
    async play({ chrome, attempt, quiet }) {
      const socket = chrome.socket as Record<string, (...args: unknown[]) => unknown>
      const callback = (): void => {
        void chrome.runtime.lastError
      }
      const data = new ArrayBuffer(1)
      const good: Record<string, readonly unknown[]> = {
        accept: [99_999],
        bind: [99_999, 'x', 1],
        connect: [99_999, 'x', 1],
        create: ['tcp', {}],
        getInfo: [99_999],
        getJoinedGroups: [99_999],
        getNetworkList: [],
        joinGroup: [99_999, 'x'],
        leaveGroup: [99_999, 'x'],
        listen: [99_999, 'x', 1, 5],
        read: [99_999, 10],
        recvFrom: [99_999, 10],
        secure: [99_999, {}],
        sendTo: [99_999, data, 'x', 1],
        setKeepAlive: [99_999, true, 5],
        setMulticastLoopbackMode: [99_999, true],
        setMulticastTimeToLive: [99_999, 1],
        setNoDelay: [99_999, true],
        write: [99_999, data],
      }
      const wrong: readonly (readonly [string, unknown])[] = [
        ['undefined', undefined],
        ['null', null],
        ['1.5', 1.5],
        ['"1"', '1'],
        ['true', true],
        ['{}', {}],
        ['[]', []],
        ['NaN', Number.NaN],
        ['2**31', 2 ** 31],
        ['-(2**31)', -(2 ** 31)],
        ['-0', -0],
        ['1n', BigInt(1)],
        ['Symbol()', Symbol('s')],
        ['Number object', Object(1)],
        ['String object', Object('x')],
        ['function', callback],
        ['typed array', new Uint8Array(2)],
      ]
      for (const [name, args] of Object.entries(good)) {
        const call = socket[name] as (...args: unknown[]) => unknown
        for (let count = 0; count < args.length; count += 1) {
          attempt(`${name}, ${count} arguments`, () => call(...args.slice(0, count)))
          attempt(`${name}, ${count} arguments and a callback`, () => call(...args.slice(0, count), callback))
        }
        attempt(`${name}, no callback`, () => call(...args))
        attempt(`${name}, null as the callback`, () => call(...args, null))
        attempt(`${name}, undefined as the callback`, () => call(...args, undefined))
        attempt(`${name}, an object as the callback`, () => call(...args, {}))
        attempt(`${name}, one too many`, () => call(...args, callback, undefined))
        for (let index = 0; index < args.length; index += 1) {
          for (const [label, value] of wrong) {
            attempt(`${name}, ${label} at ${index}`, () => call(...args.with(index, value), callback))
          }
        }
      }
      for (const name of ['destroy', 'disconnect']) {
        const call = socket[name] as (...args: unknown[]) => unknown
        attempt(`${name}()`, () => call())
        attempt(`${name}(99_999, callback)`, () => call(99_999, callback))
        attempt(`${name}(99_999, undefined)`, () => call(99_999, undefined))
        for (const [label, value] of wrong) attempt(`${name}, ${label}`, () => call(value))
      }
      await quiet()
    },
  },
  {
    name: 'arguments: optional ones may be left out, null or undefined',
    why: 'Old apps leave out arguments in the middle, and pass null for them.',
    async play({ call }) {
      await call('create', 'tcp')
      await call('create', 'tcp', null)
      await call('create', 'tcp', undefined)
      await call('create', 'udp', {})
      await call('read', 99_999)
      await call('read', 99_999, null)
      await call('read', 99_999, undefined)
      await call('recvFrom', 99_999)
      await call('recvFrom', 99_999, null)
      await call('listen', 99_999, '127.0.0.1', 0)
      await call('listen', 99_999, '127.0.0.1', 0, null)
      await call('listen', 99_999, '127.0.0.1', 0, undefined)
      await call('setKeepAlive', 99_999, true)
      await call('setKeepAlive', 99_999, true, null)
      await call('secure', 99_999)
      await call('secure', 99_999, null)
      await call('secure', 99_999, undefined)
    },
  },
  {
    name: 'arguments: the namespace itself',
    why: 'Apps look at chrome.socket to find its functions.',
    async play({ chrome, attempt, note }) {
      const socket = chrome.socket as Record<string, unknown>
      note(Object.keys(socket).join(' '))
      note(`${Object.prototype.toString.call(socket)}, plain: ${Object.getPrototypeOf(socket) === Object.prototype}`)
      note(`extensible: ${Object.isExtensible(socket)}`)
      for (const [name, value] of Object.entries(socket)) {
        const { writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(socket, name) ?? {}
        note(`${name}: ${typeof value}, ${writable} ${enumerable} ${configurable}`)
        if (typeof value === 'function') {
          note(
            `${name}: name ${value.name}, length ${value.length}, prototype ${'prototype' in value}, own ${Object.getOwnPropertyNames(value).sort().join(' ')}`,
          )
        }
      }
      note(JSON.stringify(socket['SocketType']))
      note(JSON.stringify(Object.getOwnPropertyDescriptors(socket['SocketType'])))
      const create = socket['create'] as (...args: unknown[]) => unknown
      attempt('detached', () => create('tcp', {}, () => {}))
      attempt('with another this', () => Reflect.apply(create, 5, ['tcp', {}, () => {}]))
      attempt('constructed', () => {
        try {
          return typeof Reflect.construct(create, ['tcp', {}, () => {}])
        } catch (error) {
          // The message has the function's source text in it.
          return `throws ${(error as Error).name}`
        }
      })
      attempt('error class', () => {
        try {
          return create()
        } catch (error) {
          return `${error instanceof TypeError} ${Object.getPrototypeOf(error) === TypeError.prototype} ${Object.getOwnPropertyNames(error).sort().join(' ')}`
        }
      })
      attempt('what calls return', () => {
        const destroy = socket['destroy'] as (id: number) => unknown
        return `${String(create('tcp', {}, () => {}))} ${String(destroy(99_999))}`
      })
    },
  },
]
