/**
 * Old libraries and old apps redefine built-ins: `Set`, `Date`, `Buffer`, `crypto`, `Array.from` … Expectation: once a
 * provider has been made and has loaded its cryptography, this package and x509 read nothing of the global object, nor the
 * static methods below, whatever an app then does. `Math`, `Number`, `String`, `Object` and `JSON` are left out: no library
 * is known to replace them.
 */
import { afterEach, expect, it } from 'vitest'
import { client, echo, read, serve, write } from './support/secure.ts'

const names = [
  'ArrayBuffer',
  'Buffer',
  'DataView',
  'Date',
  'Error',
  'Map',
  'Promise',
  'Set',
  'TextDecoder',
  'TextEncoder',
  'TypeError',
  'URL',
  'Uint8Array',
  'Uint16Array',
  'Uint32Array',
  'WeakMap',
  'btoa',
  'atob',
  'console',
  'crypto',
  'performance',
  'process',
  'queueMicrotask',
  'setImmediate',
  'setTimeout',
]
const statics = ['Array.from', 'Promise.all', 'Promise.resolve', 'Date.now', 'String.fromCharCode']

const found: string[] = []
const restores: (() => void)[] = []
afterEach(() => {
  for (const restore of restores.splice(0)) restore()
})

/** Records reads by the sources of the two packages. The stack of an error shows who reads. */
function watch(owner: object, key: string, name: string): void {
  const original = Object.getOwnPropertyDescriptor(owner, key)
  if (original?.configurable !== true) return
  const { defineProperty, getOwnPropertyDescriptor } = Object
  const { Error: HostError } = globalThis
  const value: unknown = original.get === undefined ? original.value : Reflect.get(owner, key)
  defineProperty(owner, key, {
    configurable: true,
    enumerable: original.enumerable ?? false,
    get() {
      const caller = new HostError().stack?.split('\n')[2] ?? ''
      if (/packages.(tls-forge|x509).src/.test(caller)) found.push(`${name} ${caller.trim()}`)
      return value
    },
    set(changed: unknown) {
      defineProperty(owner, key, { value: changed, configurable: true, writable: true, enumerable: true })
    },
  })
  expect(getOwnPropertyDescriptor(owner, key)?.get).toBeDefined()
  restores.push(() => defineProperty(owner, key, original))
}

it('reads no global after it has loaded', async () => {
  const port = await serve(echo)
  const secure = client()
  // The first connection loads what is loaded on demand.
  ;(await secure(port)).stream?.close()
  for (const name of names) watch(globalThis, name, name)
  for (const name of statics) {
    const [owner, key] = name.split('.') as [string, string]
    watch(globalThis[owner as 'Array'], key, name)
  }
  const { result, stream } = await secure(port)
  await write(stream, new Uint8Array(40_000))
  const [length] = await read(stream)
  stream?.close()
  const refused = await secure(port, { serverName: 'other.test' })
  for (const restore of restores.splice(0)) restore()
  expect([result, length > 0, refused.result]).toEqual([0, true, -200])
  expect([...new Set(found)]).toEqual([])
})
