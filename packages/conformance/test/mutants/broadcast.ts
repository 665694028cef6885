/** Backends whose broadcast has no effect. */
import type { Backend } from '@chrome-socket/api/backend'
import { datagramSockets } from './changed-sockets.ts'
import type { Mutant } from './mutant.ts'

export const broadcastMutants: readonly Mutant<Backend>[] = [
  {
    name: 'lets every socket broadcast',
    change: (backend) => ({
      ...backend,
      openDatagram: (options, complete) =>
        backend.openDatagram?.({ ...options, broadcast: true }, complete) ?? (() => {}),
    }),
    fails: [
      'broadcast: denied until it is on, then delivered, and denied again',
      'broadcast: a socket connects to such an address only with it',
    ],
  },
  {
    name: 'ignores the broadcast option',
    change: (backend) => ({
      ...backend,
      openDatagram: (options, complete) =>
        backend.openDatagram?.({ ...options, broadcast: false }, complete) ?? (() => {}),
    }),
    fails: [
      'broadcast: an option of a socket that is opened',
      'broadcast: a socket connects to such an address only with it',
    ],
  },
  {
    name: 'sets broadcast in name alone',
    change: datagramSockets(() => ({ setBroadcast: () => true })),
    fails: [
      'broadcast: denied until it is on, then delivered, and denied again',
      'broadcast: a closed socket does not set it',
    ],
  },
]
