/**
 * The contract: results, addresses, and the completions that receive them.
 */

/** ≥ 0: a byte count, or OK. < 0: one of `NetError`. */
export type NetResult = number

/** Cancels an operation that is under way: its completion never comes. A call after the completion has no effect. */
export type Cancel = () => void

/** An IP address and a port. */
export interface Endpoint {
  /** An IP literal without brackets and zone. */
  readonly address: string
  /** The port, 0 to 65535. */
  readonly port: number
}

/** An address of this host. An adapter with several addresses has an entry for each. */
export interface NetworkInterface {
  /** The system's name of the adapter, such as `eth0`. */
  readonly name: string
  /** An IP literal, without a zone. */
  readonly address: string
  /** The length of the network's prefix, in bits. */
  readonly prefixLength: number
}

/** A family of addresses, or both families: Chromium's DnsQueryType. */
export type AddressFamily = 'any' | 'ipv4' | 'ipv6'

/** Receives the result of an operation. */
export type Completion = (result: NetResult) => void
/** Receives the addresses of a name. On success there is at least one. */
export type ResolveCompletion = (result: NetResult, addresses: readonly string[]) => void
/** Receives the network interfaces of the host. */
export type InterfacesCompletion = (result: NetResult, interfaces: readonly NetworkInterface[]) => void
