/** The random programs, as fast-check's arbitraries. fast-check shrinks a program that fails. */
import fc from 'fast-check'
import { actionOn, create, creation, malformed, misfit } from './actions.ts'
import type { Action, Kind, Opening, Program } from './program.ts'
import { successorCreation } from './successor-actions.ts'
import { successorOpenings } from './successor-openings.ts'
import { loopback, tcpPeers, tlsPeers, udpPeers, weighted } from './values.ts'

const act = (name: string, on: number, ...args: readonly unknown[]): Action => ({ name, on, args })

/** A server and a client of the program itself. */
function pairOn(address: string): Opening {
  return {
    kinds: ['tcp', 'tcp', 'tcp'],
    actions: [
      create('tcp'),
      act('listen', 0, address, 0),
      create('tcp'),
      act('connect', 1, address === '::' ? '127.0.0.1' : address, { portOf: 0 }),
      act('accept', 0),
    ],
  }
}

function boundTo(address: string): Opening {
  return { kinds: ['udp'], actions: [create('udp'), act('bind', 0, address, 0)] }
}

const openings: readonly (readonly [number, Opening])[] = [
  [2, { kinds: ['tcp'], actions: [create('tcp')] }],
  [2, { kinds: ['udp'], actions: [create('udp')] }],
  [1, { kinds: ['tcp'], actions: [create('tcp'), act('connect', 0, loopback, { peer: 'refused' })] }],
  [2, { kinds: ['tcp'], actions: [create('tcp'), act('listen', 0, loopback, 0)] }],
  [4, pairOn(loopback)],
  [1, pairOn('::1')],
  [1, pairOn('::')],
  [3, boundTo(loopback)],
  [1, boundTo('0.0.0.0')],
  [1, boundTo('::1')],
  [1, boundTo('::')],
  [
    2,
    {
      kinds: ['udp', 'udp'],
      actions: [create('udp'), act('bind', 0, loopback, 0), create('udp'), act('bind', 1, loopback, 0)],
    },
  ],
  [
    2,
    {
      kinds: ['udp', 'udp'],
      actions: [
        create('udp'),
        act('bind', 0, loopback, 0),
        create('udp'),
        act('connect', 1, loopback, { portOf: 0 }),
        act('write', 1, { data: 'first' }),
      ],
    },
  ],
  ...tlsPeers.map((peer): readonly [number, Opening] => [
    peer === 'rsa' ? 2 : 0.25,
    { kinds: ['tcp'], actions: [create('tcp'), act('connect', 0, 'localhost', { peer }), act('secure', 0)] },
  ]),
  ...tcpPeers.map((peer): readonly [number, Opening] => [
    1,
    { kinds: ['tcp'], actions: [create('tcp'), act('connect', 0, loopback, { peer })] },
  ]),
  ...udpPeers.map((peer): readonly [number, Opening] => [
    1,
    { kinds: ['udp'], actions: [create('udp'), act('connect', 0, loopback, { peer })] },
  ]),
]
const opening: fc.Arbitrary<Opening> = weighted(
  ...[...openings, ...successorOpenings].map(([weight, each]) => [Math.ceil(weight * 4), fc.constant(each)] as const),
)

function stepsFor(kinds: readonly Kind[]): fc.Arbitrary<Program> {
  const count = kinds.length
  const known = fc.oneof(...kinds.map((kind, on) => actionOn(on, kind, count)))
  const any = weighted(
    [20, known],
    [1, fc.oneof(...kinds.map((kind, on) => misfit(on, kind, count)))],
    [1, malformed],
    [1, actionOn(99, 'tcp', count)],
    // The sockets that accept and create have added meanwhile.
    [2, fc.oneof(...(['tcp', 'udp'] as const).map((kind) => actionOn(count, kind, count)))],
    [1, creation],
    [1, successorCreation],
  )
  const withNested = fc
    .tuple(any, fc.array(any, { minLength: 1, maxLength: 2 }))
    .map(([action, nested]): Action => ({ ...action, nested }))
  // A script mostly has one call for each socket: the outcome of several calls may be a race.
  const oneForEach = fc
    .array(any, { minLength: 2, maxLength: 3 })
    .map((actions) => actions.filter(({ on }, index) => actions.findIndex((each) => each.on === on) === index))
  const step = weighted<Action[]>(
    [12, any.map((one) => [one])],
    [2, oneForEach],
    [2, withNested.map((one) => [one])],
    [2, fc.array(any, { minLength: 2, maxLength: 4 })],
  )
  return fc.array(step, { minLength: 4, maxLength: 14 })
}

export const programs: fc.Arbitrary<Program> = fc.array(opening, { minLength: 1, maxLength: 2 }).chain((chosen) => {
  const kinds = chosen.flatMap((each) => each.kinds)
  const begin = chosen.flatMap(({ actions }, index) => {
    const before = chosen.slice(0, index).flatMap((each) => each.kinds).length
    return actions.map((action) => [shifted(action, before)])
  })
  return stepsFor(kinds).map((steps): Program => begin.concat(steps as Action[][]))
})

/** Moves an action to the sockets that come `by` sockets later. */
function shifted({ name, on, args }: Action, by: number): Action {
  const moved = args.map((arg) => {
    const { portOf } = (typeof arg === 'object' && arg !== null ? arg : {}) as { portOf?: number }
    return portOf === undefined ? arg : { portOf: portOf + by }
  })
  return { name, on: on === null ? null : on + by, args: moved }
}
