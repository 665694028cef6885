/**
 * A pattern of hosts and ports, `[host][:port]`, which both forms of socket permissions use. Source: Chromium
 * extensions/common/permissions/socket_permission_entry.cc
 *
 * As in Chromium, case is folded and white space is trimmed in ASCII only: İ, ü and the Kelvin sign do not change.
 */
import { canonicalIpLiteral } from '../backend/ip-address.ts'

const { parseInt } = Number

export interface HostPattern {
  /** The host in lower case. Empty for any host. */
  readonly host: string
  /** Whether the pattern also matches subdomains of `host`. */
  readonly matchSubdomains: boolean
  /** The port. 0 for any port. */
  readonly port: number
}

/**
 * Reads the parts of a pattern between colons. `[]` is any host and port.
 *
 * @returns undefined for a pattern that Chromium refuses: white space around the host, a third part, or a port that is
 * not a number from 1 to 65535
 */
export function parseHostPattern(tokens: readonly string[]): HostPattern | undefined {
  const [host = '', port = ''] = tokens
  if (tokens.length > 2 || trimAscii(host) !== host) return undefined
  const portNumber = port === '' || port === '*' ? 0 : parsePort(port)
  return portNumber === undefined ? undefined : { ...parseHost(toLowerAscii(host)), port: portNumber }
}

function parsePort(text: string): number | undefined {
  const port = /^\+?\d+$/.test(text) ? parseInt(text, 10) : 0
  return port >= 1 && port <= 65535 ? port : undefined
}

function parseHost(host: string): Pick<HostPattern, 'host' | 'matchSubdomains'> {
  const [first, ...rest] = host.split('.').map(trimAscii)
  if (first === '*' || first === '') return { host: rest.join('.'), matchSubdomains: true }
  return { host: [first, ...rest].join('.'), matchSubdomains: false }
}

/** Whether `pattern` matches this host, as the app wrote it, and this port. */
export function matchesHost(pattern: HostPattern, host: string, port: number): boolean {
  if (pattern.port !== 0 && pattern.port !== port) return false
  const name = toLowerAscii(host)
  if (pattern.host === name) return true
  if (!pattern.matchSubdomains) return false
  if (pattern.host === '') return true
  // A wildcard stands for whole labels, never for a part of an IPv4 address. Chromium treats an IPv6 address as a name here.
  const isIpv4 = !name.includes(':') && canonicalIpLiteral(name) !== undefined
  return !isIpv4 && name.length > pattern.host.length + 1 && name.endsWith(`.${pattern.host}`)
}

/** Returns the pattern as Chromium writes it, with all its parts: `*.example.com:80`, `*:*`. */
export function hostPatternText({ host, matchSubdomains, port }: HostPattern): string {
  const wildcard = host === '' ? '*' : '*.'
  return `${matchSubdomains ? wildcard : ''}${host}:${port === 0 ? '*' : port}`
}

function toLowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

function trimAscii(text: string): string {
  return text.replace(/^[\t\n\v\f\r ]+|[\t\n\v\f\r ]+$/g, '')
}
