/** The arguments of random calls: mostly correct values, and now and then something else. */
import fc from 'fast-check'
import type { Coded, DataForm, Oddity } from './program.ts'

/** A function with its arguments, and its weight. */
export type WeightedFunction = readonly [weight: number, name: string, ...args: fc.Arbitrary<unknown>[]]

/** Chooses among several arbitraries, by weight. */
export function weighted<Value>(...choices: readonly (readonly [number, fc.Arbitrary<Value>])[]): fc.Arbitrary<Value> {
  return fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })))
}

export const tcpPeers = [
  'echo',
  'sink',
  'bye',
  'half',
  'silent',
  'greeter',
  'source',
  'echoBoth',
  'reset',
  'dataThenReset',
  'drop',
] as const
/** The TLS peers for which `secure` here gives the same result as in Chromium. */
export const tlsPeers = [
  'rsa',
  'ecdsa',
  'intermediate',
  'expired',
  'wrongName',
  'selfSigned',
  'unknownAuthority',
  'sha1',
  'clientOnly',
  'TLSv1.1',
  'TLSv1.2',
  'TLSv1.3',
  'tlsBye TLSv1.2',
  'tlsBye TLSv1.3',
  'tlsSource TLSv1.3',
  'tlsHttp',
  'tlsCloses',
  'tlsResets',
  'alert40',
  'alert70',
] as const
export const udpPeers = ['udpEcho', 'udpSink', 'udpMixed'] as const

export const loopback = '127.0.0.1'

const usualAddress = fc.constantFrom('::1', 'localhost', '0.0.0.0', '127.1', '::')
const oddAddress = fc.constantFrom(
  '',
  'nosuch..invalid',
  '::ffff:127.0.0.1',
  '127.0.0.1 ',
  ' 127.0.0.1',
  '[::1]',
  '[127.0.0.1]',
  '256.0.0.1',
  '192.0.2.77',
  '127.0.0.1.',
  '127.0.0.1:80',
  '127%2e0.0.1',
  'loc%61lhost',
  'local%20host',
  'a!b.localhost',
  '0x7f.1',
  '2130706433',
  'LOCALHOST',
  'localhost.',
  'a.localhost',
  '::1%lo',
  '0:0:0:0:0:0:0:1',
  '::127.0.0.1',
  '127.0.0.2',
  'ff02::1',
  '224.0.0.1',
  'http://localhost',
  'local host',
  'lo\u0000cal',
  '１２７.０.０.１',
  '-',
  '.',
  '*',
)

export const address: fc.Arbitrary<string> = weighted([40, fc.constant(loopback)], [10, usualAddress], [6, oddAddress])

export const group: fc.Arbitrary<string> = fc.constantFrom(
  '224.0.0.251',
  '224.0.0.252',
  '239.1.2.3',
  '224.251',
  'ff02::fb',
  'FF02:0::FB',
  'ff05::1:3',
  '::ffff:224.0.0.9',
  loopback,
  '::1',
  '0.0.0.0',
  '::',
  '255.255.255.255',
  'x',
  '',
)

/**
 * The refused and the wrong ports. None stands for a port from 1 to 1023, because a service of this host could use it.
 */
export const oddPort: fc.Arbitrary<number> = fc.constantFrom(0, -1, 65_536, 70_000, 2_147_483_647, -2_147_483_648)

const oddity = (js: Oddity): Coded => ({ js })
export const omitted: fc.Arbitrary<unknown> = fc.constantFrom<unknown[]>(null, oddity('undefined'))

export const size: fc.Arbitrary<unknown> = weighted<unknown>(
  [6, omitted],
  [8, fc.constantFrom(1, 2, 3, 5, 10, 100, 4096)],
  [3, fc.constantFrom(65_536, 1_000_000)],
  [2, fc.constantFrom(0, -1, -2_147_483_648)],
)

const dataForm: fc.Arbitrary<DataForm | undefined> = weighted<DataForm | undefined>(
  [8, fc.constant(undefined)],
  [
    3,
    fc.constantFrom<DataForm[]>(
      'bytes',
      'subarray',
      'DataView',
      'Uint16Array',
      'resizable',
      'detached',
      'detached view',
      'shared',
      'shared view',
    ),
  ],
)

function dataOf(content: fc.Arbitrary<string | number>): fc.Arbitrary<Coded> {
  return fc.tuple(content, dataForm).map(([data, as]) => (as === undefined ? { data } : { data, as }))
}

export const data: fc.Arbitrary<Coded> = dataOf(
  weighted<string | number>(
    [12, fc.constantFrom<(string | number)[]>('a', 'hello', 'xy', 1, 100, 4097)],
    [1, fc.constantFrom('')],
    [1, fc.constantFrom(65_536, 200_000)],
  ),
)
export const datagram: fc.Arbitrary<Coded> = dataOf(
  fc.constantFrom<(string | number)[]>('', 'a', 'hello', 'xy', 1, 100, 4096, 4097, 60_000, 65_507, 65_508, 65_536),
)

export const flag: fc.Arbitrary<boolean> = fc.boolean()
export const backlog: fc.Arbitrary<unknown> = weighted<unknown>(
  [2, omitted],
  [3, fc.constantFrom(5, 1, 0, -1, 100_000)],
)
export const delay: fc.Arbitrary<unknown> = weighted<unknown>(
  [2, omitted],
  [3, fc.constantFrom(0, 5, -1, 32_767, 32_768, 2_147_483_647)],
)
export const timeToLive: fc.Arbitrary<number> = fc.constantFrom(0, 1, 2, 255, 256, -1, 2_147_483_647)

const version = fc.constantFrom<unknown[]>('tls1', 'tls1.1', 'tls1.2', 'tls1.3', 'ssl3', 'x', null)
export const secureOptions: fc.Arbitrary<unknown> = weighted<unknown>(
  [3, omitted],
  [1, fc.constantFrom({}, { tlsVersion: null }, { tlsVersion: {} })],
  [3, fc.record({ tlsVersion: fc.record({ min: version, max: version }, { requiredKeys: [] }) })],
)
export const createOptions: fc.Arbitrary<unknown> = weighted<unknown>([1, omitted], [2, fc.constant({})])

/** The values that no parameter accepts, or only a different parameter. */
export const anything: fc.Arbitrary<unknown> = fc.constantFrom<unknown[]>(
  null,
  true,
  false,
  0,
  1,
  -1,
  1.5,
  2_147_483_647,
  2_147_483_648,
  -2_147_483_648,
  -2_147_483_649,
  1e300,
  '',
  '1',
  'tcp',
  'udp',
  'TCP',
  [],
  [1],
  {},
  { a: 1 },
  { tlsVersion: 1 },
  { tlsVersion: { min: 1 } },
  { tlsVersion: { min: 'tls1.2', other: 1 } },
  { data: 'x' },
  { data: 'x', as: 'subarray' },
  { data: 'x', as: 'shared' },
  oddity('undefined'),
  oddity('NaN'),
  oddity('Infinity'),
  oddity('-0'),
  oddity('symbol'),
  oddity('bigint'),
  oddity('function'),
  oddity('date'),
  oddity('map'),
)
