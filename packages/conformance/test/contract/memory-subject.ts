/**
 * A network inside the process with the subject on one host and trusted peers on the same one.
 */
import type { Backend } from '@chrome-socket/api/backend'
import { MemoryNetwork, type MemoryNetworkOptions, memoryBackend } from '@chrome-socket/backend-memory'
import type { BackendSubject, Pace } from '../../src/contract/index.ts'
import { memoryPeer } from './memory-peer.ts'

export function memorySubject(
  pace: Pace,
  options: MemoryNetworkOptions = {},
  change: (backend: Backend) => Backend = (backend) => backend,
): BackendSubject {
  const network = new MemoryNetwork(options)
  const interfaces = [
    { name: 'eth0', address: '10.0.0.1', prefixLength: 24 },
    { name: 'eth0', address: 'fd00::1', prefixLength: 64 },
  ]
  const backend = memoryBackend({ network, interfaces })
  return {
    backend: change(backend),
    peer: memoryPeer(backend),
    ipv4: '127.0.0.1',
    ipv6: '::1',
    foreign: '192.0.2.1',
    unreachable: { address: '255.255.255.255', port: 80 },
    groupIpv6: 'ff02::77:1',
    group: '239.255.1.2',
    hidesMulticastLoopback: true,
    openSockets: () => network.openSockets,
    pace,
  }
}
