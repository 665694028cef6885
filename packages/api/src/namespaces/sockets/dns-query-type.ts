/**
 * The family of addresses that an app asks for. Source: Chromium extensions/common/api/sockets_tcp.idl and
 * sockets_udp.idl, DnsQueryType
 */
import type { AddressFamily } from '../../backend/contract.ts'
import { enumeration } from '../../bindings/value-types.ts'
import type { ValueType } from '../../bindings/value-types.ts'

/** All addresses, or those of one family. */
export type DnsQueryType = AddressFamily

/** Makes the type. `namespace` is `sockets.tcp` or `sockets.udp`. */
export function dnsQueryTypes(namespace: string): ValueType<DnsQueryType> {
  return enumeration<DnsQueryType>(`${namespace}.DnsQueryType`, ['any', 'ipv4', 'ipv6'])
}

/** The enum as a member of the namespace. */
export const DnsQueryTypes = { ANY: 'any', IPV4: 'ipv4', IPV6: 'ipv6' } as const
