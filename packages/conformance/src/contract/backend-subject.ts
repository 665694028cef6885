/**
 * What the backend suites try, and the parts of it that may be absent.
 */
import type { Backend, Endpoint } from '@chrome-socket/api/backend'
import type { InsideCompletion } from './completion.ts'
import type { ContractSubject } from './contract-case.ts'
import type { RawPeer } from './raw-peer.ts'

export interface BackendSubject extends ContractSubject {
  readonly backend: Backend
  /** Trusted sockets on a host that reaches the backend's, and that the backend reaches: the same one, in general. */
  readonly peer: RawPeer
  /** An address of each family at which backend and peer can listen and reach each other: `127.0.0.1` and `::1`. */
  readonly ipv4: string
  readonly ipv6?: string
  /** An address that is not of the backend's host: one of 192.0.2.0/24 (RFC 5737) will do. */
  readonly foreign: string
  /** Where no route leads: an address of a family that the host has no route for. */
  readonly unreachable?: Endpoint
  /** Groups whose datagrams come back to their host's own members. */
  readonly group?: string
  readonly groupIpv6?: string
  /** Whether what is sent to a group with the loopback option off really stays away from its host's members. */
  readonly hidesMulticastLoopback?: boolean
  /** Sockets that the backend has open, where the harness can count them. */
  readonly openSockets?: () => number
}

export const backendParts: Readonly<Record<string, (subject: BackendSubject) => unknown>> = {
  listen: ({ backend }) => backend.listen,
  openDatagram: ({ backend }) => backend.openDatagram,
  networkInterfaces: ({ backend }) => backend.networkInterfaces,
  ipv6: ({ ipv6 }) => ipv6,
  unreachable: ({ unreachable }) => unreachable,
  group: ({ group }) => group,
  groupIpv6: ({ groupIpv6 }) => groupIpv6,
  hidesMulticastLoopback: (subject) => subject.hidesMulticastLoopback,
  openSockets: (subject) => subject.openSockets,
  // Every stream of a backend is TCP, whose peers can do both.
  reset: () => true,
  halfClose: () => true,
}

/** The completion of a resolve, which every backend has. */
export const insideResolve: InsideCompletion<BackendSubject> =
  async ({ backend }) =>
  (go) => {
    backend.resolve('127.0.0.1', 'any', go)
  }
