/**
 * IP addresses as bytes, with functions for their prefixes and kinds. The kit of `@chrome-socket/api/backend` parses the
 * literals. The text form follows RFC 5952, with dots in an IPv4-mapped address (section 5).
 */
import { canonicalIpLiteral, ipAddressOctets, isIpv6 } from '@chrome-socket/api/backend'

/** An IP address. Two addresses are equal if their `text` is equal. */
export interface IpAddress {
  readonly family: 4 | 6
  /** The canonical literal: `127.0.0.1`, `::1`, `::ffff:192.0.2.1`. */
  readonly text: string
  /** The bytes of the address: 4 or 16 numbers from 0 to 255. */
  readonly bytes: readonly number[]
}

/**
 * Parses an IP literal. Returns undefined for other texts, including names and addresses with a zone. An IPv4 literal has
 * four decimal numbers, as for inet_pton (RFC 6943, 3.1.1).
 */
export function parseAddress(literal: string): IpAddress | undefined {
  const canonical = canonicalIpLiteral(literal)
  if (canonical === undefined) return undefined
  if (isIpv6(canonical)) return ipv6Address(Array.from(ipAddressOctets(canonical)), canonical)
  return canonical === literal ? ipv4Address(Array.from(ipAddressOctets(canonical))) : undefined
}

/** Parses a literal of this package or its user. Throws for text that is not a literal. */
export function address(literal: string): IpAddress {
  const parsed = parseAddress(literal)
  if (parsed === undefined) throw new TypeError(`'${literal}' is not an IP literal`)
  return parsed
}

function ipv4Address(bytes: readonly number[]): IpAddress {
  return { family: 4, text: bytes.join('.'), bytes }
}

function ipv6Address(bytes: readonly number[], canonical: string): IpAddress {
  const text = isMapped(bytes) ? `::ffff:${bytes.slice(12).join('.')}` : canonical
  return { family: 6, text, bytes }
}

function isMapped(bytes: readonly number[]): boolean {
  return bytes.length === 16 && bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255
}

/** Maps an IPv4 address to an IPv4-mapped IPv6 address (RFC 4291, 2.5.5.2). An IPv6 address stays. */
export function toIpv6(address: IpAddress): IpAddress {
  if (address.family === 6) return address
  return ipv6Address([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, ...address.bytes], '')
}

/** The IPv4 address in an IPv4-mapped address. Every other address stays. */
export function unmapped(address: IpAddress): IpAddress {
  return isMapped(address.bytes) ? ipv4Address(address.bytes.slice(12)) : address
}

export function isUnspecified({ bytes }: IpAddress): boolean {
  return bytes.every((byte) => byte === 0)
}

export function isLoopback({ family, bytes, text }: IpAddress): boolean {
  return family === 4 ? bytes[0] === 127 : text === '::1'
}

export function isMulticast({ family, bytes }: IpAddress): boolean {
  return family === 4 ? ((bytes[0] ?? 0) & 0xf0) === 0xe0 : bytes[0] === 0xff
}

/** Whether an address is 255.255.255.255, which reaches every host of the sender's link (RFC 919, 7). */
export function isLimitedBroadcast({ text }: IpAddress): boolean {
  return text === '255.255.255.255'
}

/** Whether two addresses share their first `prefixLength` bits. */
export function samePrefix(a: IpAddress, b: IpAddress, prefixLength: number): boolean {
  if (a.family !== b.family) return false
  return a.bytes.every((byte, index) => ((byte ^ (b.bytes[index] ?? 0)) & prefixMask(index, prefixLength)) === 0)
}

/** Whether `address` is the broadcast address of the IPv4 network of `member`: its host part is all ones (RFC 919, 7). */
export function isBroadcastOf(member: IpAddress, prefixLength: number, address: IpAddress): boolean {
  // A network of one or two addresses has no broadcast address (RFC 3021).
  if (address.family !== 4 || prefixLength > 30 || !samePrefix(member, address, prefixLength)) return false
  return address.bytes.every((byte, index) => (byte | prefixMask(index, prefixLength)) === 0xff)
}

/** The bits of the byte at `index` that belong to a prefix. */
function prefixMask(index: number, prefixLength: number): number {
  const bits = Math.min(8, Math.max(0, prefixLength - 8 * index))
  return (0xff00 >> bits) & 0xff
}
