/**
 * The names of a manifest's permissions. `{ "system": ["network"] }` is `system.network`, and `{ "fileSystem": ["write"] }` is
 * `fileSystem` and `fileSystem.write`.
 * Source: Chromium extensions/common/permissions/api_permission_set.cc (ParseChildPermissions); measured on Chromium 156.
 */
import type { Manifest } from './manifest.ts'

/** Of these there are only parts. */
const noPermissions: ReadonlySet<string> = new Set(['system'])

export function permissionNames(permissions: Manifest['permissions'] = []): readonly string[] {
  return permissions.flatMap((each) => (typeof each === 'string' ? [each] : Object.entries(each).flatMap(namesOf)))
}

function namesOf([name, value]: readonly [string, unknown]): readonly string[] {
  // The parts of `socket` and of `usbDevices` are no names.
  const parts = Array.isArray(value) && name !== 'socket' ? value.filter((part) => typeof part === 'string') : []
  const own = noPermissions.has(name) ? [] : [name]
  return [...own, ...parts.map((part) => `${name}.${part}`)]
}
