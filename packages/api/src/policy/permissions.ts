/**
 * The socket permissions of a manifest, which limit chrome.socket: `{"socket": ["tcp-connect:*.example.com:443", "udp-bind", …]}`.
 * Source: Chromium extensions/common/permissions/{socket_permission,socket_permission_entry}.cc
 */
import { TypeError } from '../backend/globals.ts'
import { matchesHost, parseHostPattern } from './host-pattern.ts'
import type { HostPattern } from './host-pattern.ts'

const { isArray } = Array
const { hasOwn } = Object

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
  readonly pattern: HostPattern
}

export type PermissionCheck = (operation: SocketOperation, host: string, port: number) => boolean

/** For an app whose manifest has no socket permission. */
export const nothingAllowed: PermissionCheck = () => false

/** Reads a manifest's permissions. With none given, everything is allowed. Throws a TypeError for what is malformed. */
export function permissionCheck(permissions: ManifestPermissions | undefined): PermissionCheck {
  if (permissions === undefined) return () => true
  const entries = socketPermissions(permissions).map(parseEntry)
  return (operation, host, port) =>
    entries.some((entry) => entry.operation === operation && matchesHost(entry.pattern, host, port))
}

function socketPermissions(permissions: ManifestPermissions): readonly string[] {
  if (isList(permissions)) {
    return permissions.flatMap((permission) => (typeof permission === 'object' ? (permission.socket ?? []) : []))
  }
  // Without types, all of a manifest is easily given, or one entry with no list around it.
  if (!isArray(permissions.socket)) {
    throw new TypeError("Permissions are `{ socket: ['tcp-connect', …] }`, or a manifest's list of permissions.")
  }
  return permissions.socket
}

function isList(permissions: ManifestPermissions): permissions is Extract<ManifestPermissions, readonly unknown[]> {
  return isArray(permissions)
}

function parseEntry(text: string): Entry {
  const [operation = '', ...tokens] = text.split(':')
  const pattern = parseHostPattern(tokens)
  const isKnown = hasOwn(takesAddress, operation)
  if (!isKnown || pattern === undefined || (tokens.length > 0 && !takesAddress[operation])) {
    throw new TypeError(`Invalid socket permission: '${text}'`)
  }
  return { operation, pattern }
}
