/**
 * Backends that resolve wrongly.
 */
import { type Backend } from '@chrome-socket/api/backend'
import type { Mutant } from './mutant.ts'

export const resolveMutants: readonly Mutant<Backend>[] = [
  {
    name: 'resolves literals inside the call',
    change: (backend) => ({
      ...backend,
      resolve(hostname, family, done) {
        if (hostname !== '::1' || family !== 'any') return backend.resolve(hostname, family, done)
        done(0, [hostname])
        return () => {}
      },
    }),
    fails: ['resolve: no completion comes inside the call that asks for it'],
  },
  {
    name: 'resolves an unknown name to nothing, with OK',
    change: (backend) => ({
      ...backend,
      resolve: (hostname, family, done) => backend.resolve(hostname, family, (_, addresses) => done(0, addresses)),
    }),
    fails: [
      'resolve: a literal of the other family gives ERR_NAME_NOT_RESOLVED and no address',
      'resolve: "nobody..invalid" gives ERR_NAME_NOT_RESOLVED and no address',
      'resolve: "" gives ERR_NAME_NOT_RESOLVED and no address',
    ],
  },
  {
    name: 'resolves to addresses in brackets',
    change: (backend) => ({
      ...backend,
      resolve: (hostname, family, done) =>
        backend.resolve(hostname, family, (result, addresses) =>
          done(
            result,
            addresses.map((each) => (each.includes('::1') ? `[${each}]` : each)),
          ),
        ),
    }),
    fails: [
      'resolve: a literal is its own address',
      'resolve: localhost is a loopback address',
      'resolve: localhost has no other address than ::1 for who asks for IPv6',
      'resolve: a literal of the other family gives ERR_NAME_NOT_RESOLVED and no address',
    ],
  },
  {
    name: 'resolves without a look at the family',
    change: (backend) => ({
      ...backend,
      resolve: (hostname, _family, done) => backend.resolve(hostname, 'any', done),
    }),
    fails: [
      'resolve: localhost has an IPv4 address',
      'resolve: localhost has no other address than ::1 for who asks for IPv6',
      'resolve: a literal of the other family gives ERR_NAME_NOT_RESOLVED and no address',
    ],
  },
  {
    name: 'completes a cancelled resolve',
    change: (backend) => ({
      ...backend,
      resolve(hostname, family, done) {
        backend.resolve(hostname, family, done)
        return () => {}
      },
    }),
    fails: ['resolve: a cancelled one does not complete, however often it is cancelled'],
  },
]
