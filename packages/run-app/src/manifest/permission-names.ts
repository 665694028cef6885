/**
 * The names of a manifest's permissions. `{ "system": ["network"] }` gives `system.network`, and `{ "fileSystem":
 * ["write"] }` gives `fileSystem` and `fileSystem.write`.
 * Source: Chromium extensions/common/permissions/api_permission_set.cc (ParseChildPermissions); measured on Chromium 156.
 */
import type { Manifest } from './manifest.ts'

/** The names that are not permissions themselves: only their parts are. */
const noPermissions: ReadonlySet<string> = new Set(['system'])

export function permissionNames(permissions: Manifest['permissions'] = []): readonly string[] {
  return permissions.flatMap((each) => (typeof each === 'string' ? [each] : Object.entries(each).flatMap(namesOf)))
}

function namesOf([name, value]: readonly [string, unknown]): readonly string[] {
  // The parts of `socket` and of `usbDevices` do not name permissions.
  const parts = Array.isArray(value) && name !== 'socket' ? value.filter((part) => typeof part === 'string') : []
  const own = noPermissions.has(name) ? [] : [name]
  return [...own, ...parts.map((part) => `${name}.${part}`)]
}
