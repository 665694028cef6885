/** Enumerations, options and binary data as arguments. Chromium extensions/renderer/bindings/argument_spec.cc */
import type { Scenario } from '../../scenario.ts'

export const optionScenarios: readonly Scenario[] = [
  {
    name: 'arguments: type and options of create',
    why: 'The types and options that create takes, and the texts for those that it refuses.',
    async play({ chrome, attempt, quiet }) {
      const create = chrome.socket['create'] as (...args: unknown[]) => unknown
      const callback = (): void => {}
      for (const type of ['', 'x', 'TCP', 'tcp ', 'udp\0', 'tls'])
        attempt(`type ${JSON.stringify(type)}`, () => create(type, {}, callback))
      attempt('type x, options 5', () => create('x', 5, callback))
      attempt('type x, options {a}', () => create('x', { a: 1 }, callback))
      class Point {
        x = 1
      }
      const options: Record<string, unknown> = {
        'an unknown property': { a: 1 },
        'one that is undefined': { a: undefined },
        'one that is null': { a: null },
        'two unknown properties': { b: 1, a: 2 },
        'an index': { 7: 1 },
        'an inherited one': Object.create({ a: 1 }),
        'one that is not enumerable': Object.defineProperty({}, 'a', { value: 1 }),
        'a symbol': { [Symbol('s')]: 1 },
        'a getter that throws': {
          get a(): never {
            throw new RangeError('from the getter')
          },
        },
        'no prototype': Object.create(null),
        'a class': new Point(),
        'an array': [],
        'a function': callback,
        'a date': new Date(0),
        'a regular expression': /x/,
        'a map': new Map(),
        'a proxy': new Proxy({}, {}),
        'a proxy that throws': new Proxy(
          {},
          {
            ownKeys: () => {
              throw new RangeError('from the trap')
            },
          },
        ),
        'an ArrayBuffer': new ArrayBuffer(1),
        'an empty typed array': new Uint8Array(0),
        'a typed array': new Uint8Array(1),
        'a string': 'x',
        'a number': 1,
        'a String object': Object('x'),
        'an empty String object': Object(''),
        'an error': new Error('x'),
        'a promise': Promise.resolve(),
      }
      for (const [label, value] of Object.entries(options))
        attempt(`options: ${label}`, () => create('tcp', value, callback))
      await quiet()
    },
  },
  {
    name: 'arguments: options of secure',
    why: 'The options that secure takes, and the texts for those that it refuses.',
    async play({ chrome, attempt, quiet }) {
      const secure = chrome.socket['secure'] as (...args: unknown[]) => unknown
      const callback = (): void => {
        void chrome.runtime.lastError
      }
      const thrower = {
        get tlsVersion(): never {
          throw new RangeError('from the getter')
        },
      }
      const options: Record<string, unknown> = {
        'tlsVersion {}': { tlsVersion: {} },
        'tlsVersion null': { tlsVersion: null },
        'tlsVersion undefined': { tlsVersion: undefined },
        'tlsVersion 5': { tlsVersion: 5 },
        'tlsVersion 1.5': { tlsVersion: 1.5 },
        'tlsVersion true': { tlsVersion: true },
        'tlsVersion tls1': { tlsVersion: 'tls1' },
        'tlsVersion []': { tlsVersion: [] },
        'tlsVersion function': { tlsVersion: callback },
        'tlsVersion symbol': { tlsVersion: Symbol('s') },
        'tlsVersion bigint': { tlsVersion: BigInt(1) },
        'tlsVersion date': { tlsVersion: new Date(0) },
        'tlsVersion typed array': { tlsVersion: new Uint8Array(1) },
        'tlsVersion ArrayBuffer': { tlsVersion: new ArrayBuffer(1) },
        'tlsVersion String object': { tlsVersion: Object('x') },
        'inherited tlsVersion': Object.create({ tlsVersion: 5 }),
        'getter that throws': thrower,
        'min 5': { tlsVersion: { min: 5 } },
        'min -0': { tlsVersion: { min: -0 } },
        'min 1.5': { tlsVersion: { min: 1.5 } },
        'min true': { tlsVersion: { min: true } },
        'min null': { tlsVersion: { min: null } },
        'min []': { tlsVersion: { min: [] } },
        'min {}': { tlsVersion: { min: {} } },
        'min function': { tlsVersion: { min: callback } },
        'min symbol': { tlsVersion: { min: Symbol('s') } },
        'min bigint': { tlsVersion: { min: BigInt(1) } },
        'min String object': { tlsVersion: { min: Object('tls1.2') } },
        'min ArrayBuffer': { tlsVersion: { min: new ArrayBuffer(1) } },
        'min typed array': { tlsVersion: { min: new Uint8Array(1) } },
        'min x': { tlsVersion: { min: 'x' } },
        'max 5, min 6': { tlsVersion: { max: 5, min: 6 } },
        'min 6, max 5': { tlsVersion: { min: 6, max: 5 } },
        'unknown in tlsVersion': { tlsVersion: { x: 1 } },
        'unknown in tlsVersion, then min 5': { tlsVersion: { x: 1, min: 5 } },
        'min 5, then unknown': { tlsVersion: { min: 5, x: 1 } },
        'unknown, then tlsVersion 5': { a: 1, tlsVersion: 5 },
        'tlsVersion 5, then unknown': { tlsVersion: 5, a: 1 },
      }
      for (const [label, value] of Object.entries(options)) attempt(label, () => secure(99_999, value, callback))
      await quiet()
    },
  },
  {
    name: 'arguments: binary data',
    why: 'ArrayBuffers and views are binary data. Arrays and strings are not.',
    needs: ['listen'],
    async play({ chrome, attempt, call, readAll, pair, note }) {
      const write = chrome.socket['write'] as (...args: unknown[]) => unknown
      const callback = (): void => {
        void chrome.runtime.lastError
      }
      // WebAssembly gives a shared buffer where SharedArrayBuffer itself is kept from pages.
      const { WebAssembly } = globalThis as unknown as {
        WebAssembly: { Memory: new (options: object) => { buffer: ArrayBuffer } }
      }
      const shared = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer
      const refused: Record<string, unknown> = {
        'a string': 'x',
        'an array': [1],
        'an object': {},
        null: null,
        undefined: undefined,
        'a shared buffer': shared,
        'a number': 5,
        'an array-like': { length: 1, 0: 1 },
      }
      for (const [label, value] of Object.entries(refused)) attempt(label, () => write(99_999, value, callback))
      const { client, accepted } = await pair()
      const letters = Uint8Array.from('ABCDEFGHIJKLMNOP', (letter) => letter.charCodeAt(0)).buffer
      class Subclass extends Uint8Array {}
      const Resizable = ArrayBuffer as unknown as new (
        length: number,
        options: object,
      ) => ArrayBuffer & { resize(length: number): void }
      const detached = new ArrayBuffer(3)
      const detachedView = new Uint8Array(3)
      const clone = (globalThis as unknown as { structuredClone: (value: unknown, options: object) => void })
        .structuredClone
      clone(null, { transfer: [detached, detachedView.buffer] })
      const shrunk = new Resizable(8, { maxByteLength: 8 })
      const outside = new Uint8Array(shrunk, 4)
      const tracking = new Uint8Array(shrunk)
      shrunk.resize(2)
      const fitting: Record<string, unknown> = {
        'a buffer': letters,
        'an empty buffer': new ArrayBuffer(0),
        'a view with an offset': new Uint8Array(letters, 2, 3),
        'a DataView': new DataView(letters, 5, 2),
        'a Uint16Array': new Uint16Array(letters, 2, 2),
        'a Float64Array': new Float64Array(letters, 8, 1),
        'a BigInt64Array': new BigInt64Array(letters, 0, 1),
        'a Uint8ClampedArray': new Uint8ClampedArray(letters, 1, 1),
        'a subclass': Subclass.from([65, 66]),
        'a view of a shared buffer': new Uint8Array(shared, 0, 2),
        'a resizable buffer': new Resizable(2, { maxByteLength: 8 }),
        'a detached buffer': detached,
        'a detached view': detachedView,
        'a view that is out of bounds': outside,
        'a view that tracks the length': tracking,
      }
      let total = 0
      for (const [label, value] of Object.entries(fitting)) {
        note(label)
        total += (await call('write', client, value)).bytesWritten ?? 0
      }
      await readAll(accepted, total)
    },
  },
]
