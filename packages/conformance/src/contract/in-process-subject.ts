/** A subject on a network inside the process: the backend to test, and trusted peers on the same host. */
import type { Backend } from '@chrome-socket/api/backend'
import type { BackendSubject } from './backend-subject.ts'
import { inProcessPeer } from './in-process-peer.ts'
import type { PeerBackend } from './in-process-peer.ts'
import type { Pace } from './pace.ts'

/** A network inside the process, and the backend that is tested on it. */
export interface InProcessNetwork {
  /** A sound backend, which the peers use. */
  readonly sound: PeerBackend
  /** The tested backend. The default is `sound`. */
  readonly tested?: Backend
  /** Counts the open sockets of the network. */
  readonly openSockets: () => number
}

/**
 * Makes the subject of the suites for a backend on a network inside the process.
 * @param network the backends, and how many sockets are open on it
 * @param pace how much is done, and how long is waited
 * @errors Cannot fail.
 * @example
 * import { memoryBackend } from '@chrome-socket/backend-memory'
 * import { backendSuite } from '@chrome-socket/conformance/contract'
 * import { inProcessSubject } from '@chrome-socket/conformance/contract/in-process-subject'
 * import { runSuite } from '@chrome-socket/conformance/vitest'
 *
 * const sound = memoryBackend()
 * runSuite(backendSuite, inProcessSubject({ sound, openSockets: () => sound.network.openSockets }, {}))
 */
export function inProcessSubject({ sound, tested = sound, openSockets }: InProcessNetwork, pace: Pace): BackendSubject {
  return {
    backend: tested,
    peer: inProcessPeer(sound),
    ipv4: '127.0.0.1',
    ipv6: '::1',
    foreign: '192.0.2.1',
    unreachable: { address: '255.255.255.255', port: 80 },
    broadcast: '255.255.255.255',
    groupIpv6: 'ff02::77:1',
    group: '239.255.1.2',
    hidesMulticastLoopback: true,
    openSockets,
    pace,
  }
}
