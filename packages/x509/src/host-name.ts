/**
 * Decides whether a certificate is for a server, by its subjectAltName alone and never by a common name (RFC 9525,
 * section 6).
 *
 * DNS names are compared label by label, ignoring case. A wildcard must be the whole first label and stands for one
 * label. As in Chromium (net/cert/x509_certificate.cc, VerifyHostname), at least two labels must follow it, so *.com
 * matches nothing. IP addresses are compared octet by octet with iPAddress names, never with DNS names.
 */
import { canonicalIpLiteral, ipAddressOctets } from '@chrome-socket/api/backend'
import { equalBytes } from './bytes.ts'
import type { GeneralNames } from './general-name.ts'

export type ServerName =
  | { readonly kind: 'ip'; readonly octets: Uint8Array }
  /** The labels, in lower case, without a final dot. */
  | { readonly kind: 'dns'; readonly labels: readonly string[] }

/** A label: letters, digits, hyphens and underscores. Some hosts have a hyphen at an end, and Chromium accepts them. */
const label = /^[A-Za-z0-9_-]{1,63}$/

/** Whether `name` is a DNS name in ASCII, without wildcards and without a final dot. */
export function isDnsName(name: string): boolean {
  return name.length <= 253 && name.split('.').every((part) => label.test(part))
}

/**
 * Returns the octets of an IP literal without brackets and zone. Returns undefined for other text. An IPv4 address
 * must be four decimal numbers without leading zeros (RFC 3986, section 3.2.2).
 */
export function parseIpAddress(text: string): Uint8Array | undefined {
  const canonical = canonicalIpLiteral(text)
  if (canonical === undefined || (!text.includes(':') && canonical !== text)) return undefined
  return ipAddressOctets(canonical)
}

/** Parses a host name, in ASCII with A-labels, or an IP literal. Returns undefined for other text. */
export function parseServerName(text: string): ServerName | undefined {
  const octets = parseIpAddress(text)
  if (octets !== undefined) return { kind: 'ip', octets }
  const name = (text.endsWith('.') ? text.slice(0, -1) : text).toLowerCase()
  if (!isDnsName(name)) return undefined
  const labels = name.split('.')
  // A name whose last label is a number is an IPv4 address in some notation (WHATWG URL, section 3.5), not a host
  // name.
  return /^\d+$/.test(labels.at(-1) ?? '') ? undefined : { kind: 'dns', labels }
}

export function isForServer(names: GeneralNames | undefined, server: ServerName): boolean {
  if (names === undefined) return false
  if (server.kind === 'ip') return names.ipAddresses.some((address) => equalBytes(address, server.octets))
  return names.dnsNames.some((name) => dnsNameMatches(name, server.labels))
}

function dnsNameMatches(presented: string, labels: readonly string[]): boolean {
  const name = (presented.endsWith('.') ? presented.slice(0, -1) : presented).toLowerCase()
  const [first, ...rest] = name.split('.')
  if (rest.length + 1 !== labels.length || !rest.every((part, index) => part === labels[index + 1])) return false
  return first === labels[0] || (first === '*' && rest.length >= 2)
}
