/** Backends that break rule 6 by parts without an effect, or that show wrong network interfaces. */
import { type Backend, NetError, afterMicrotasks } from '@chrome-socket/api/backend'
import type { Mutant } from './mutant.ts'

export const partMutants: readonly Mutant<Backend>[] = [
  {
    name: 'has a part that is only a stub',
    change: (backend) => ({
      ...backend,
      networkInterfaces: (done) => afterMicrotasks(() => done(NetError.ERR_NOT_IMPLEMENTED, [])),
    }),
    fails: [
      'parts: one that is there is no stub',
      'networkInterfaces: literals with a prefix length, and none of loopback',
      'networkInterfaces: every address can be bound',
    ],
  },
  {
    name: 'shows the loopback interface',
    change: (backend) => ({
      ...backend,
      networkInterfaces: (done) =>
        backend.networkInterfaces?.((result, interfaces) =>
          done(result, [...interfaces, { name: 'lo', address: '127.0.0.1', prefixLength: 8 }]),
        ),
    }),
    fails: ['networkInterfaces: literals with a prefix length, and none of loopback'],
  },
  {
    name: 'has no name',
    change: (backend) => ({ ...backend, name: '' }),
    fails: ['parts: the backend has a name'],
  },
]
