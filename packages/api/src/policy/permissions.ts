/**
 * What an app's manifest lets it do: `{"socket": ["tcp-connect:*.example.com:443", "udp-bind", …]}`.
 * Source: Chromium extensions/common/permissions/{socket_permission,socket_permission_entry}.cc
 */
import { canonicalIpLiteral } from '../backend/ip-address.ts'

/** The operations that are checked here. The rest of Chromium's are accepted in a manifest, and used by no function. */
export type SocketOperation = 'tcp-connect' | 'tcp-listen' | 'udp-bind' | 'udp-send-to' | 'udp-multicast-membership'

/** A manifest's entry for sockets, or its whole list of permissions, in which that entry may be. */
export type ManifestPermissions =
  | { readonly socket: readonly string[] }
  | readonly (string | { readonly socket?: readonly string[] })[]

/** Whether each operation takes `:host:port` behind it. */
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
  /** In lower case; empty for any. */
  readonly host: string
  readonly matchSubdomains: boolean
  /** 0 for any. */
  readonly port: number
}

export type PermissionCheck = (operation: SocketOperation, host: string, port: number) => boolean

/** Reads a manifest's permissions. With none given, everything is allowed. Throws a TypeError for what is malformed. */
export function permissionCheck(permissions: ManifestPermissions | undefined): PermissionCheck {
  if (permissions === undefined) return () => true
  const entries = socketPermissions(permissions).map(parseEntry)
  return (operation, host, port) => entries.some((entry) => allows(entry, operation, host.toLowerCase(), port))
}

function socketPermissions(permissions: ManifestPermissions): readonly string[] {
  if (isList(permissions)) {
    return permissions.flatMap((permission) => (typeof permission === 'object' ? (permission.socket ?? []) : []))
  }
  // Without types, all of a manifest is easily given, or one entry with no list around it.
  if (!Array.isArray(permissions.socket)) {
    throw new TypeError("Permissions are `{ socket: ['tcp-connect', …] }`, or a manifest's list of permissions.")
  }
  return permissions.socket
}

function isList(permissions: ManifestPermissions): permissions is Extract<ManifestPermissions, readonly unknown[]> {
  return Array.isArray(permissions)
}

function parseEntry(text: string): Entry {
  const [operation = '', ...tokens] = text.split(':')
  const malformed = new TypeError(`Invalid socket permission: '${text}'`)
  const [host, port] = tokens
  if (!Object.hasOwn(takesAddress, operation) || tokens.length > 2) throw malformed
  if (host === undefined) return { operation, host: '', matchSubdomains: true, port: 0 }
  if (!takesAddress[operation] || hasOuterWhitespace(host)) throw malformed
  const pattern = parseHostPattern(host.toLowerCase())
  if (port === undefined || port === '' || port === '*') return { operation, ...pattern, port: 0 }
  const number = /^\d+$/.test(port) ? Number(port) : 0
  if (number < 1 || number > 65535) throw malformed
  return { operation, ...pattern, port: number }
}

function parseHostPattern(host: string): Pick<Entry, 'host' | 'matchSubdomains'> {
  if (host === '') return { host, matchSubdomains: true }
  const [first, ...rest] = host.split('.').map((component) => component.trim())
  if (first === '*' || first === '') return { host: rest.join('.'), matchSubdomains: true }
  return { host: [first, ...rest].join('.'), matchSubdomains: false }
}

function hasOuterWhitespace(text: string): boolean {
  return /^[\t\n\v\f\r ]|[\t\n\v\f\r ]$/.test(text)
}

function allows(entry: Entry, operation: string, host: string, port: number): boolean {
  if (entry.operation !== operation) return false
  if (entry.port !== 0 && entry.port !== port) return false
  if (entry.host === host) return true
  if (!entry.matchSubdomains) return false
  if (entry.host === '') return true
  // A wildcard stands for whole labels, never for a part of an IP address.
  return (
    canonicalIpLiteral(host) === undefined && host.length > entry.host.length + 1 && host.endsWith(`.${entry.host}`)
  )
}
