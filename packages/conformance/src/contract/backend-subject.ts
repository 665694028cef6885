/**
 * The subject of the backend suites, and the parts of it that may be absent.
 */
import type { Backend, Endpoint } from '@chrome-socket/api/backend'
import type { InsideCompletion } from './completion.ts'
import type { ContractSubject } from './contract-case.ts'
import type { RawPeer } from './raw-peer.ts'

/** A backend, and the peers and addresses that the suite tests it with. */
export interface BackendSubject extends ContractSubject {
  /** The backend that is tested. */
  readonly backend: Backend
  /** Trusted sockets on a host that the backend reaches, and that reaches the backend: in general the same host. */
  readonly peer: RawPeer
  /** An address of each family at which backend and peer can listen and reach each other: `127.0.0.1` and `::1`. */
  readonly ipv4: string
  /** The IPv6 address, like the IPv4 address. Absent if the host has no IPv6. */
  readonly ipv6?: string
  /** An address of another host, such as an address of 192.0.2.0/24 (RFC 5737). */
  readonly foreign: string
  /** An address without a route from the host. */
  readonly unreachable?: Endpoint
  /** A broadcast address whose datagrams come back to sockets on the same host: `127.255.255.255` on Linux. */
  readonly broadcast?: string
  /** Multicast groups whose datagrams come back to members on the same host. */
  readonly group?: string
  /** IPv6 groups of the same kind. */
  readonly groupIpv6?: string
  /** Whether members on the same host really hear nothing if the loopback option is off. */
  readonly hidesMulticastLoopback?: boolean
  /** Counts the open sockets of the backend. Absent if the harness cannot count them. */
  readonly openSockets?: () => number
}

export const backendParts: Readonly<Record<string, (subject: BackendSubject) => unknown>> = {
  listen: ({ backend }) => backend.listen,
  openDatagram: ({ backend }) => backend.openDatagram,
  networkInterfaces: ({ backend }) => backend.networkInterfaces,
  ipv6: ({ ipv6 }) => ipv6,
  unreachable: ({ unreachable }) => unreachable,
  broadcast: ({ broadcast }) => broadcast,
  group: ({ group }) => group,
  groupIpv6: ({ groupIpv6 }) => groupIpv6,
  hidesMulticastLoopback: (subject) => subject.hidesMulticastLoopback,
  openSockets: (subject) => subject.openSockets,
  // Every stream of a backend is TCP, so its peer can do both.
  reset: () => true,
  halfClose: () => true,
}

/** Inside the completion of a resolve, which every backend has. */
export const insideResolve: InsideCompletion<BackendSubject> =
  async ({ backend }) =>
  (go) => {
    backend.resolve('127.0.0.1', 'any', go)
  }
