/**
 * The socket permissions of a manifest, which limit chrome.socket: `{"socket": ["tcp-connect:*.example.com:443", "udp-bind", …]}`.
 * Source: Chromium extensions/common/permissions/{socket_permission,socket_permission_entry}.cc
 */
import { Set, TypeError } from '../backend/globals.ts'
import { hostPatternText, matchesHost, parseHostPattern } from './host-pattern.ts'
import type { HostPattern } from './host-pattern.ts'

const { isArray } = Array
const { hasOwn, keys } = Object

/**
 * The operations that this file checks. Chromium's other operations are accepted in a manifest, but no function uses
 * them.
 */
export type SocketOperation = 'tcp-connect' | 'tcp-listen' | 'udp-bind' | 'udp-send-to' | 'udp-multicast-membership'

/** A manifest's entry for sockets, or its whole list of permissions. */
export type ManifestPermissions =
  | { readonly socket: readonly string[] }
  | readonly (string | { readonly socket?: readonly string[] })[]

/** Whether `:host:port` may follow each operation. The operations are in Chromium's order. */
const takesAddress: Readonly<Record<string, boolean>> = {
  'tcp-connect': true,
  'tcp-listen': true,
  'udp-bind': true,
  'udp-send-to': true,
  'udp-multicast-membership': false,
  'resolve-host': false,
  'resolve-proxy': false,
  'network-state': false,
}

interface Entry {
  readonly operation: string
  readonly pattern: HostPattern
}

export type PermissionCheck = (operation: SocketOperation, host: string, port: number) => boolean

/**
 * Reads a manifest's permissions. If there are none, everything is allowed. Throws a TypeError with Chromium's text for
 * permissions with which Chromium would not load the app.
 */
export function permissionCheck(permissions: ManifestPermissions | undefined): PermissionCheck {
  if (permissions === undefined) return () => true
  const given: unknown = permissions
  const entries = isArray(given) ? given.flatMap(entriesOfPermission) : entriesOfSocket(socketOf(given))
  return (operation, host, port) =>
    entries.some((entry) => entry.operation === operation && matchesHost(entry.pattern, host, port))
}

/**
 * Returns the socket permissions in a manifest's list of permissions, in the form of `chrome.permissions.getAll`:
 * sorted, without duplicates, and with all parts. `tcp-connect` becomes `tcp-connect:*:*`.
 * @param permissions the `permissions` of a manifest
 * @throws TypeError: Chromium would not load the app. The text is Chromium's.
 * @example
 * import { socketPermissionTexts } from '@chrome-socket/api/manifest'
 *
 * console.log(socketPermissionTexts([{ socket: ['tcp-connect', 'udp-bind::80'] }])) // ['tcp-connect:*:*', 'udp-bind:*:80']
 */
export function socketPermissionTexts(permissions: unknown): readonly string[] {
  if (!isArray(permissions)) throw new TypeError("Invalid value for 'permissions'.")
  return [...new Set(permissions.flatMap(entriesOfPermission).sort(compareEntries).map(entryText))]
}

function entryText({ operation, pattern }: Entry): string {
  return takesAddress[operation] === true ? `${operation}:${hostPatternText(pattern)}` : operation
}

/** Source: operator< of SocketPermissionData and SocketPermissionEntry */
function compareEntries(a: Entry, b: Entry): number {
  const operations = keys(takesAddress)
  return (
    operations.indexOf(a.operation) - operations.indexOf(b.operation) ||
    compare(a.pattern.host, b.pattern.host) ||
    compare(a.pattern.matchSubdomains, b.pattern.matchSubdomains) ||
    compare(a.pattern.port, b.pattern.port)
  )
}

function compare<Value>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * Returns the value of `socket`. The short form `{ socket: […] }` is not Chromium's. Without types, a caller easily
 * passes a whole manifest instead.
 */
function socketOf(permissions: unknown): unknown {
  if (!isDictionary(permissions) || !hasOwn(permissions, 'socket'))
    throw new TypeError("Invalid value for 'permissions'.")
  return permissions['socket']
}

/** Reads a permission, which is a name or a dictionary with one name. Other names do not concern sockets. */
function entriesOfPermission(permission: unknown, index: number): readonly Entry[] {
  if (permission === 'socket') return entriesOfSocket([])
  if (typeof permission === 'string') return []
  if (!isDictionary(permission) || keys(permission).length !== 1) {
    throw new TypeError(`Invalid value for 'permissions[${index}]'.`)
  }
  return hasOwn(permission, 'socket') ? entriesOfSocket(permission['socket']) : []
}

/** Reads the entries. Chromium leaves out an entry that it cannot read, and refuses the app if none is left. */
function entriesOfSocket(texts: unknown): readonly Entry[] {
  if (!isArray(texts)) throw invalidSocket("Cannot parse the permission list. It's not a list..")
  const entries = texts.map(parseEntry).filter((entry) => entry !== undefined)
  if (entries.length === 0) throw invalidSocket('NULL or empty permission list.')
  return entries
}

function invalidSocket(problem: string): TypeError {
  return new TypeError(`Invalid value for 'permissions[socket]': ${problem}`)
}

function parseEntry(text: unknown): Entry | undefined {
  if (typeof text !== 'string') return undefined
  const [operation = '', ...tokens] = text.split(':')
  const pattern = parseHostPattern(tokens)
  const isKnown = hasOwn(takesAddress, operation)
  if (!isKnown || pattern === undefined || (tokens.length > 0 && !takesAddress[operation])) return undefined
  return { operation, pattern }
}

function isDictionary(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !isArray(value)
}
