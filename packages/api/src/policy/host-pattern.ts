/**
 * A pattern of hosts and ports, `[host][:port]`, as both forms of socket permissions have it.
 * Source: Chromium extensions/common/permissions/socket_permission_entry.cc
 *
 * Chromium folds case and trims white space in ASCII only, and so does this: İ, ü and the Kelvin sign are themselves.
 */
import { canonicalIpLiteral } from '../backend/ip-address.ts'

const { parseInt } = Number

export interface HostPattern {
  /** In lower case. Empty for any host. */
  readonly host: string
  /** Whether the pattern is for the labels before `host`, too. */
  readonly matchSubdomains: boolean
  /** 0 for any port. */
  readonly port: number
}

/**
 * Reads the part of a pattern between colons. `[]` is any host and port.
 *
 * @returns undefined for what Chromium refuses: white space around the host, a third part, a port that is no number in 1..65535
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

/** Whether `pattern` is for this host, as the app wrote it, and this port. */
export function matchesHost(pattern: HostPattern, host: string, port: number): boolean {
  if (pattern.port !== 0 && pattern.port !== port) return false
  const name = toLowerAscii(host)
  if (pattern.host === name) return true
  if (!pattern.matchSubdomains) return false
  if (pattern.host === '') return true
  // A wildcard stands for whole labels, never for a part of an IPv4 address. Chromium takes an IPv6 address for a name here.
  const isIpv4 = !name.includes(':') && canonicalIpLiteral(name) !== undefined
  return !isIpv4 && name.length > pattern.host.length + 1 && name.endsWith(`.${pattern.host}`)
}

/** As Chromium writes it, with all its parts: `*.example.com:80`, `*:*`. */
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
