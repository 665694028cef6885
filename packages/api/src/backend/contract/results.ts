/**
 * The contract: results, addresses, and the functions that are told them.
 */

/** ≥ 0: a byte count, or OK. < 0: one of `NetError`. */
export type NetResult = number

/** Abandons an operation under way: its completion no longer comes. A call after the completion has no effect. */
export type Cancel = () => void

/** An IP literal without brackets, and a port in 0..65535. */
export interface Endpoint {
  /** Without a zone. */
  readonly address: string
  /** 0 to 65535. */
  readonly port: number
}

/** An address of this host. An adapter with several addresses is there several times. */
export interface NetworkInterface {
  /** The system's name of the adapter: `eth0`. */
  readonly name: string
  /** An IP literal, without a zone. */
  readonly address: string
  /** In bits. */
  readonly prefixLength: number
}

/** Which addresses of a name are asked for: Chromium's DnsQueryType. */
export type AddressFamily = 'any' | 'ipv4' | 'ipv6'

/** Tells the result of an operation that gives nothing else. */
export type Completion = (result: NetResult) => void
/** Tells the addresses of a name. On success there is at least one. */
export type ResolveCompletion = (result: NetResult, addresses: readonly string[]) => void
/** Tells the host's network interfaces. */
export type InterfacesCompletion = (result: NetResult, interfaces: readonly NetworkInterface[]) => void
