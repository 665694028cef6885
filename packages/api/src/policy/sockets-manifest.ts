/**
 * The `sockets` key of a manifest, which limits chrome.sockets: `{"tcp": {"connect": "*:80"}, "udp": {"bind": ["*"]}}`.
 * Source: Chromium extensions/common/api/sockets/sockets_manifest_permission.cc and
 * extensions/common/api/extensions_manifest_types.json
 */
import { TypeError } from '../backend/globals.ts'
import { matchesHost, parseHostPattern } from './host-pattern.ts'
import type { HostPattern } from './host-pattern.ts'

const { isArray } = Array
const { isInteger } = Number

/** One pattern `[host][:port]`, or several. */
type Patterns = string | readonly string[]

/** A manifest's `sockets`. An operation that is left out is denied. */
export interface ManifestSockets {
  /** The hosts and ports that `chrome.sockets.tcp` may connect to. */
  readonly tcp?: { readonly connect?: Patterns }
  /** The addresses and ports that `chrome.sockets.tcpServer` may listen at. */
  readonly tcpServer?: { readonly listen?: Patterns }
  /** The addresses and ports that `chrome.sockets.udp` may bind to, and the hosts and ports that it may send to. */
  readonly udp?: {
    readonly bind?: Patterns
    readonly send?: Patterns
    /** `''` allows all multicast groups. */
    readonly multicastMembership?: Patterns
  }
}

/** A check of a host, as the app wrote it, and a port. */
type HostCheck = (host: string, port: number) => boolean

/** The operations of chrome.sockets that an app may use. */
export interface SocketsPolicy {
  /** Whether `tcp.connect` may connect to this host and port. */
  readonly mayConnect: HostCheck
  /** Whether `tcpServer.listen` may listen at this address and port. */
  readonly mayListen: HostCheck
  /** Whether `udp.bind` may bind to this address and port. */
  readonly mayBind: HostCheck
  /** Whether `udp.send` may send to this host and port. */
  readonly maySend: HostCheck
  /** Whether the functions for multicast groups may be used. */
  readonly mayUseGroups: () => boolean
}

export const everythingAllowed: SocketsPolicy = {
  mayConnect: () => true,
  mayListen: () => true,
  mayBind: () => true,
  maySend: () => true,
  mayUseGroups: () => true,
}

/**
 * Reads a manifest's `sockets`.
 * @param sockets the value of the key `sockets`
 * @throws TypeError: Chromium would not load the app. The text is Chromium's.
 * @example
 * import { socketsPolicy } from '@chrome-socket/api/manifest'
 *
 * console.log(socketsPolicy({ tcp: { connect: '*:443' } }).mayConnect('example.com', 80)) // false
 */
export function socketsPolicy(sockets: ManifestSockets): SocketsPolicy {
  if (!isDictionary(sockets)) throw new TypeError(`expected dictionary, got ${typeName(sockets)}`)
  const patternsOf = (namespace: string, operation: string): readonly string[] => {
    const operations = sockets[namespace]
    if (operations === undefined) return []
    if (!isDictionary(operations)) {
      throw new TypeError(`'${namespace}': expected dictionary, got ${typeName(operations)}`)
    }
    return listOf(operations[operation])
  }
  const check = (namespace: string, operation: string): HostCheck => {
    const patterns = patternsOf(namespace, operation).map(parsePattern)
    return (host, port) => patterns.some((pattern) => matchesHost(pattern, host, port))
  }
  const groups = patternsOf('udp', 'multicastMembership')
  for (const pattern of groups) if (pattern !== '') throw invalidPattern(pattern)
  return {
    mayConnect: check('tcp', 'connect'),
    mayListen: check('tcpServer', 'listen'),
    mayBind: check('udp', 'bind'),
    maySend: check('udp', 'send'),
    mayUseGroups: () => groups.length > 0,
  }
}

function listOf(patterns: unknown): readonly string[] {
  if (patterns === undefined) return []
  if (typeof patterns === 'string') return [patterns]
  if (!isArray(patterns)) throw new TypeError(`expected string or strings, got ${typeName(patterns)}`)
  const wrong = patterns.findIndex((each) => typeof each !== 'string')
  if (wrong < 0) return patterns
  const found = typeName(patterns[wrong])
  throw new TypeError(`Error at key 'strings': Parsing array failed at index ${wrong}: expected string, got ${found}`)
}

function parsePattern(text: string): HostPattern {
  const pattern = parseHostPattern(text === '' ? [] : text.split(':'))
  if (pattern === undefined) throw invalidPattern(text)
  return pattern
}

function invalidPattern(text: string): TypeError {
  return new TypeError(`Invalid host:port pattern '${text}'`)
}

function isDictionary(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !isArray(value)
}

/** Returns Chromium's name of a JSON type. Source: base/values.cc, Value::GetTypeName */
function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (isArray(value)) return 'list'
  if (typeof value === 'number') return isInteger(value) ? 'integer' : 'double'
  return typeof value === 'object' ? 'dictionary' : typeof value
}
