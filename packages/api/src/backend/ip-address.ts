/**
 * IP literals, read and printed as Chromium does: `IPAddress::AssignFromIPLiteral` and `ToString`.
 * Source: Chromium net/base/ip_address.cc, which uses the parser of URLs (WHATWG URL, host parsing), as this does.
 */
import type { AddressFamily } from './contract.ts'
import { URL, Uint8Array } from './globals.ts'

const { parseInt } = Number

/**
 * Four decimal octets without leading zeros. Such a literal is canonical, so each datagram is sent without 1 µs of
 * parsing.
 */
const canonicalIpv4 = /^(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/
const ipv4Characters = /^[0-9a-fx.]+$/i
const ipv6Characters = /^[0-9a-f:.]+$/i

let lastLiteral = ''
let lastCanonical: string | undefined

/**
 * Returns the canonical form of an IP literal: `127.0.0.1` for `127.1`, `::1` for `0:0::1`. Returns undefined for other
 * text. It remembers the last literal, because datagrams often have the same destination, which saves 0.04 µs.
 * @param literal any text; text in brackets or with a zone is not a literal
 * @errors Cannot fail.
 * @example
 * import { canonicalIpLiteral } from '@chrome-socket/api/backend'
 *
 * console.log(canonicalIpLiteral('127.1'), canonicalIpLiteral('localhost')) // 127.0.0.1 undefined
 */
export function canonicalIpLiteral(literal: string): string | undefined {
  if (literal !== lastLiteral) {
    lastCanonical = parseIpLiteral(literal)
    lastLiteral = literal
  }
  return lastCanonical
}

function parseIpLiteral(literal: string): string | undefined {
  if (canonicalIpv4.test(literal)) return literal
  if (literal.includes(':')) {
    if (!ipv6Characters.test(literal)) return undefined
    const hostname = parseHost(`[${literal}]`)
    return hostname?.slice(1, -1)
  }
  if (!ipv4Characters.test(literal)) return undefined
  const hostname = parseHost(literal)
  return hostname !== undefined && dottedDecimal.test(hostname) ? hostname : undefined
}

const dottedDecimal = /^\d+\.\d+\.\d+\.\d+$/

function parseHost(hostname: string): string | undefined {
  try {
    return new URL(`http://${hostname}/`).hostname
  } catch {
    return undefined
  }
}

/**
 * Returns the octets of an IP literal: 4 (RFC 791) or 16 (RFC 4291).
 * @param canonical a result of `canonicalIpLiteral`; other text leads to meaningless octets
 * @errors Cannot fail.
 * @example
 * import { canonicalIpLiteral, ipAddressOctets } from '@chrome-socket/api/backend'
 *
 * console.log(ipAddressOctets(canonicalIpLiteral('192.0.2.1') ?? '')) // Uint8Array [192, 0, 2, 1]
 */
export function ipAddressOctets(canonical: string): Uint8Array {
  if (!isIpv6(canonical)) return new Uint8Array(canonical.split('.').map(Number))
  const octets = new Uint8Array(16)
  const [head = '', tail = ''] = canonical.split('::')
  const [first, last] = [groupsOf(head), groupsOf(tail)]
  octets.set(first)
  octets.set(last, 16 - last.length)
  return octets
}

function groupsOf(text: string): readonly number[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff])
}

/**
 * Returns an address from a runtime as Chromium prints it. Others print an IPv4 address within an IPv6 address with
 * dots.
 */
export function printedAddress(address: string): string {
  return address.includes(':') && address.includes('.') ? (canonicalIpLiteral(address) ?? address) : address
}

/**
 * Returns whether an IP literal is a multicast address, in 224.0.0.0/4 or ff00::/8.
 * @param address a canonical literal
 * @errors Cannot fail.
 * @example
 * import { isMulticast } from '@chrome-socket/api/backend'
 *
 * console.log(isMulticast('224.0.0.251'), isMulticast('127.0.0.1')) // true false
 */
export function isMulticast(address: string): boolean {
  if (address.includes(':')) return address.startsWith('ff') && address.indexOf(':') === 4
  const firstOctet = parseInt(address, 10)
  return firstOctet >= 224 && firstOctet <= 239
}

/**
 * Returns whether an IP literal is an IPv6 address.
 * @param address an IP literal; only its colons are checked
 * @errors Cannot fail.
 * @example
 * import { isIpv6 } from '@chrome-socket/api/backend'
 *
 * console.log(isIpv6('::1'), isIpv6('127.0.0.1')) // true false
 */
export function isIpv6(address: string): boolean {
  return address.includes(':')
}

/**
 * Returns whether an IP literal is a link-local IPv6 address without a zone, which has no meaning (RFC 4007, section
 * 6). Linux refuses it with EINVAL, as Chromium reports. Some runtimes choose an interface instead.
 * @param address a literal
 * @errors Cannot fail.
 * @example
 * import { lacksZone } from '@chrome-socket/api/backend'
 *
 * console.log(lacksZone('fe80::1'), lacksZone('fe80::1%eth0')) // true false
 */
export function lacksZone(address: string): boolean {
  return linkLocalWithoutZone.test(address)
}

const linkLocalWithoutZone = /^fe[89ab][0-9a-f]:[^%]*$/i

/**
 * Returns an address without its zone: `fe80::1` for `fe80::1%eth0`. Chromium prints no zones.
 * @param address a literal
 * @errors Cannot fail.
 * @example
 * import { withoutZone } from '@chrome-socket/api/backend'
 *
 * console.log(withoutZone('fe80::1%eth0')) // fe80::1
 */
export function withoutZone(address: string): string {
  const zone = address.indexOf('%')
  return zone < 0 ? address : address.slice(0, zone)
}

/**
 * Returns whether an IP literal belongs to `family`.
 * @param address a literal
 * @param family `any`, `ipv4` or `ipv6`
 * @errors Cannot fail.
 * @example
 * import { isOfFamily } from '@chrome-socket/api/backend'
 *
 * console.log(['::1', '127.0.0.1'].filter((address) => isOfFamily(address, 'ipv4')))
 */
export function isOfFamily(address: string, family: AddressFamily): boolean {
  return family === 'any' || isIpv6(address) === (family === 'ipv6')
}

/**
 * Returns a host name in lower case with A-labels (`xn--…`), or the canonical form of an IP literal. Returns undefined
 * for other text.
 * @param hostname any text
 * @errors Cannot fail.
 * @example
 * import { canonicalHostname } from '@chrome-socket/api/backend'
 *
 * console.log(canonicalHostname('BÜCHER.example'), canonicalHostname('a b')) // xn--bcher-kva.example undefined
 */
export function canonicalHostname(hostname: string): string | undefined {
  const literal = canonicalIpLiteral(hostname)
  if (literal !== undefined) return literal
  // Chromium takes every A-label as it is. The parsers of some runtimes refuse xn--a, which is none.
  if (plainName.test(hostname) && !numberAtEnd.test(hostname)) return hostname.toLowerCase()
  return forbiddenInHostname.test(hostname) ? undefined : parseHost(hostname)
}

const plainName = /^[a-z\d_.-]+$/i
/** A host that ends so is an IPv4 address or none (WHATWG URL, ends-in-a-number checker). */
const numberAtEnd = /(?:^|\.)(?:\d+|0x[\da-f]*)\.?$/i

/** The characters that would end the host in a URL, or that URLs drop. Percent-encoded octets are decoded, as in Chromium. */
const forbiddenInHostname = /[/?#@:\\\s[\]]|^$/
