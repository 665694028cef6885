/** Expectations: what Chromium 156 throws, or accepts, for the same arguments. */
import { describe, expect, it } from 'vitest'
import vm from 'node:vm'
import { argumentResolver } from '../src/bindings/arguments.ts'
import { socketFunctions } from '../src/namespaces/socket/make-socket.ts'

type FunctionName = keyof typeof socketFunctions

const callback = (): void => {}

function resolve(name: FunctionName, ...provided: unknown[]): readonly unknown[] {
  return argumentResolver(`socket.${name}`, socketFunctions[name])(provided)
}

const create =
  'socket.create(socket.SocketType type, optional socket.CreateOptions options, optional function callback)'
const connect = 'socket.connect(integer socketId, string hostname, integer port, function callback)'
const secure = 'socket.secure(integer socketId, optional socket.SecureOptions options, function callback)'
const write = 'socket.write(integer socketId, binary data, function callback)'

const accepted: readonly (readonly [FunctionName, readonly unknown[], readonly unknown[]])[] = [
  ['create', ['tcp', callback], ['tcp', undefined, callback]],
  ['create', ['tcp', null, callback], ['tcp', undefined, callback]],
  ['create', ['tcp', {}, null], ['tcp', {}, undefined]],
  ['create', ['udp'], ['udp', undefined, undefined]],
  ['create', ['tcp', Object.create({ inherited: 1 }), callback], ['tcp', {}, callback]],
  ['create', ['tcp', new Date(), callback], ['tcp', {}, callback]],
  ['create', ['tcp', { [Symbol('s')]: 1 }, callback], ['tcp', {}, callback]],
  ['read', [1, callback], [1, undefined, callback]],
  ['read', [1, null, callback], [1, undefined, callback]],
  ['read', [1, undefined, callback], [1, undefined, callback]],
  ['read', [-0, 10, callback], [-0, 10, callback]],
  ['listen', [1, '127.0.0.1', 0, callback], [1, '127.0.0.1', 0, undefined, callback]],
  ['secure', [1, callback], [1, undefined, callback]],
  ['secure', [1, { tlsVersion: { min: 'x', max: null } }, callback], [1, { tlsVersion: { min: 'x' } }, callback]],
  ['secure', [1, { tlsVersion: null }, callback], [1, {}, callback]],
  ['destroy', [1], [1]],
]

const refused: readonly (readonly [FunctionName, readonly unknown[], string])[] = [
  ['create', [], `${create}: No matching signature.`],
  ['create', ['tcp', [], callback], `${create}: No matching signature.`],
  ['create', ['tcp', {}, callback, undefined], `${create}: No matching signature.`],
  ['create', [new String('tcp'), callback], `${create}: No matching signature.`],
  ['create', ['TCP', callback], `${create}: Error at parameter 'type': Value must be one of tcp, udp.`],
  ['create', ['tcp', { a: undefined }, callback], `${create}: Error at parameter 'options': Unexpected property: 'a'.`],
  [
    'create',
    ['tcp', new Uint8Array(1), callback],
    `${create}: Error at parameter 'options': Unexpected property: '0'.`,
  ],
  ['connect', [1.5, 'host', 1, callback], `${connect}: No matching signature.`],
  ['connect', [2 ** 31, 'host', 1, callback], `${connect}: No matching signature.`],
  ['connect', [Number.NaN, 'host', 1, callback], `${connect}: No matching signature.`],
  ['connect', [1, null, 1, callback], `${connect}: No matching signature.`],
  ['connect', [1, 'host', 1], `${connect}: No matching signature.`],
  ['write', [1, 'text', callback], `${write}: No matching signature.`],
  ['write', [1, new SharedArrayBuffer(1), callback], `${write}: No matching signature.`],
  ['destroy', [], 'socket.destroy(integer socketId): No matching signature.'],
  [
    'secure',
    [1, { tlsVersion: 5 }, callback],
    `${secure}: Error at parameter 'options': Error at property 'tlsVersion': ` +
      'Invalid type: expected socket.TLSVersionConstraints, found integer.',
  ],
  [
    'secure',
    [1, { tlsVersion: { min: 1.5 } }, callback],
    `${secure}: Error at parameter 'options': Error at property 'tlsVersion': Error at property 'min': ` +
      'Invalid type: expected string, found number.',
  ],
  [
    'secure',
    [1, { tlsVersion: { max: Symbol('s') } }, callback],
    `${secure}: Error at parameter 'options': Error at property 'tlsVersion': Error at property 'max': ` +
      'Invalid type: expected string, found other.',
  ],
]

describe('arguments', () => {
  it.each(accepted)('%s takes %j', (name, provided, resolved) => {
    expect(resolve(name, ...provided)).toEqual(resolved)
  })

  it.each(refused)('%s refuses %j', (name, provided, message) => {
    const call = (): unknown => resolve(name, ...provided)
    expect(call).toThrow(TypeError)
    expect(call).toThrow(`Error in invocation of ${message}`)
  })

  it('takes buffers and views of another realm', () => {
    const foreign = vm.runInNewContext('[new ArrayBuffer(3), new DataView(new ArrayBuffer(2))]') as [
      ArrayBuffer,
      DataView,
    ]
    expect(foreign.map((data) => (resolve('write', 1, data, callback)[1] as Uint8Array).byteLength)).toEqual([3, 2])
  })

  it("passes on what a getter of the app's own throws", () => {
    const own = new Error('own')
    const options = Object.defineProperty({}, 'tlsVersion', {
      enumerable: true,
      get: () => {
        throw own
      },
    })
    expect(() => resolve('secure', 1, options, callback)).toThrow(own)
  })
})
