/** The calls of random programs: each function with arguments that fit, and with some that do not. */
import fc from 'fast-check'
import type { Action, Kind, SuccessorKind } from './program.ts'
import { successorFunctionNames, successorFunctions } from './successor-actions.ts'
import {
  address,
  anything,
  backlog,
  createOptions,
  data,
  datagram,
  delay,
  flag,
  group,
  oddPort,
  secureOptions,
  size,
  tcpPeers,
  timeToLive,
  tlsPeers,
  udpPeers,
  weighted,
} from './values.ts'
import type { WeightedFunction } from './values.ts'

type ChromeSocketKind = Exclude<Kind, SuccessorKind>

/** Chooses the port of another of the program's `count` sockets. */
function portOfOne(count: number): fc.Arbitrary<unknown> {
  return fc.record({ portOf: fc.nat({ max: count - 1 }) })
}

function peerPort(kind: ChromeSocketKind, count: number): fc.Arbitrary<unknown> {
  const peers = kind === 'tcp' ? fc.constantFrom<string[]>(...tcpPeers) : fc.constantFrom<string[]>(...udpPeers)
  const others =
    kind === 'tcp'
      ? fc.constantFrom<string[]>('refused', 'unanswered', 'udpEcho', 'echo6', ...tlsPeers)
      : fc.constantFrom<string[]>('udpRefused', 'udpEcho6', 'echo')
  return weighted<unknown>(
    [6, fc.record({ peer: peers })],
    [2, fc.record({ peer: others })],
    [4, portOfOne(count)],
    [1, oddPort],
  )
}

/** The functions for a socket of a kind. Functions that suit the kind come more often. */
function functionsFor(kind: Kind, count: number): readonly WeightedFunction[] {
  return kind === 'tcp' || kind === 'udp' ? chromeSocketFunctions(kind, count) : successorFunctions(kind, count)
}

function chromeSocketFunctions(kind: ChromeSocketKind, count: number): readonly WeightedFunction[] {
  const ownPort = weighted<unknown>([12, fc.constant(0)], [2, portOfOne(count)], [1, oddPort])
  const [tcp, udp] = kind === 'tcp' ? [32, 4] : [3, 32]
  return [
    [32, 'connect', address, peerPort(kind, count)],
    [tcp, 'listen', address, ownPort, backlog],
    [tcp, 'accept'],
    [udp, 'bind', address, ownPort],
    [40, 'read', size],
    [4, 'readAll'],
    [40, 'write', data],
    [udp, 'recvFrom', size],
    [udp, 'sendTo', datagram, address, peerPort('udp', count)],
    [20, 'disconnect'],
    [8, 'destroy'],
    [12, 'getInfo'],
    [8, 'setNoDelay', flag],
    [8, 'setKeepAlive', flag, delay],
    [udp / 4, 'joinGroup', group],
    [udp / 4, 'leaveGroup', group],
    [udp / 8, 'getJoinedGroups'],
    [udp / 8, 'setMulticastTimeToLive', timeToLive],
    [udp / 8, 'setMulticastLoopbackMode', flag],
    [tcp / 8, 'secure', secureOptions],
  ]
}

/** The number of required arguments of each function whose last arguments are optional. */
const requiredArguments: Readonly<Record<string, number>> = {
  listen: 2,
  read: 0,
  recvFrom: 0,
  setKeepAlive: 1,
  secure: 0,
  create: 1,
  'tcp.connect': 2,
  'tcp.setKeepAlive': 1,
  'tcpServer.listen': 2,
  'udp.send': 3,
}

function withoutOptional(name: string, args: readonly unknown[]): fc.Arbitrary<readonly unknown[]> {
  const required = requiredArguments[name]
  if (required === undefined || required === args.length) return fc.constant(args)
  return weighted<readonly unknown[]>([3, fc.constant(args)], [1, fc.constant(args.slice(0, required))])
}

const form: fc.Arbitrary<Action['form']> = weighted<Action['form']>(
  [30, fc.constant(undefined)],
  [1, fc.constantFrom<Action['form'][]>('throwing', 'bare')],
)

function named(name: string, on: number, args: readonly fc.Arbitrary<unknown>[]): fc.Arbitrary<Action> {
  return fc
    .tuple(...args)
    .chain((values) => withoutOptional(name, values))
    .chain((values) => form.map((each): Action => ({ name, on, args: values, ...(each && { form: each }) })))
}

export function actionOn(on: number, kind: Kind, count: number): fc.Arbitrary<Action> {
  return fc.oneof(
    ...functionsFor(kind, count).map(([weight, name, ...args]) => ({
      weight: Math.ceil(weight),
      arbitrary: named(name, on, args),
    })),
  )
}

export function create(kind: ChromeSocketKind): Action {
  return { name: 'create', on: null, args: [kind] }
}

export const creation: fc.Arbitrary<Action> = fc
  .tuple(
    fc.constantFrom<ChromeSocketKind[]>('tcp', 'udp'),
    createOptions,
    fc.constantFrom<Action['form'][]>(undefined, 'bare'),
  )
  .map(([kind, options, each]) => ({
    name: 'create',
    on: null,
    args: [kind, options],
    ...(each === 'bare' && { form: each }),
  }))

const functionNames = [
  'accept',
  'bind',
  'connect',
  'create',
  'destroy',
  'disconnect',
  'getInfo',
  'getJoinedGroups',
  'getNetworkList',
  'joinGroup',
  'leaveGroup',
  'listen',
  'read',
  'recvFrom',
  'secure',
  'sendTo',
  'setKeepAlive',
  'setMulticastLoopbackMode',
  'setMulticastTimeToLive',
  'setNoDelay',
  'write',
] as const

/** A call whose arguments need not fit at all. */
export const malformed: fc.Arbitrary<Action> = fc
  .tuple(
    fc.constantFrom<string[]>(...functionNames, ...successorFunctionNames),
    fc.array(anything, { maxLength: 6 }),
    form,
  )
  // The id must not meet a socket of the program by chance.
  .filter(([, args]) => !(typeof args[0] === 'number' && args[0] > 0 && args[0] < 1000))
  .map(([name, args, each]) => ({ name, on: null, args, ...(each && { form: each }) }))

/** Makes a call on a socket with one argument that does not fit. */
export function misfit(on: number, kind: Kind, count: number): fc.Arbitrary<Action> {
  return fc.tuple(actionOn(on, kind, count), fc.nat(), anything).map(([action, position, odd]) => {
    const args = [...action.args]
    args[position % (args.length + 1)] = odd
    return { ...action, args }
  })
}
