/**
 * chrome.permissions: the manifest's permissions. A request for an optional permission is refused, because nobody can
 * be asked.
 * Source: Chromium chrome/browser/extensions/api/permissions/permissions_api.cc; measured on Chromium 156.
 */
import { socketPermissionTexts } from '@chrome-socket/api/manifest'
import type { Manifest } from '../manifest/manifest.ts'
import { permissionNames } from '../manifest/permission-names.ts'
import type { App } from './app.ts'
import { EventChannel } from './event.ts'
import { ApiError } from './namespace.ts'
import type { Namespace } from './namespace.ts'

interface Permissions {
  readonly permissions?: readonly string[]
  readonly origins?: readonly string[]
}

const notInManifest = 'Only permissions specified in the manifest may be requested.'

export function permissionsNamespace(app: App): Namespace {
  const given = app.manifest.permissions ?? []
  const names = permissionNames(given)
  const origins = names.filter(isOrigin)
  const hasAll = (asked: Permissions): boolean =>
    [...(asked.permissions ?? []), ...(asked.origins ?? [])].every((each) => names.includes(each))
  const optional = permissionNames(app.manifest.optional_permissions)
  const isOptional = (asked: Permissions): boolean =>
    [...(asked.permissions ?? []), ...(asked.origins ?? [])].every((each) => [...names, ...optional].includes(each))

  return {
    path: 'permissions',
    events: { onAdded: new EventChannel(), onRemoved: new EventChannel() },
    types: { 'permissions.Permissions': { permissions: 'strings?', origins: 'strings?' } },
    functions: [
      {
        signature: 'permissions.getAll(optional function callback)',
        run: () => ({ origins: [...origins], permissions: listed(given) }),
      },
      {
        signature: 'permissions.contains(permissions.Permissions permissions, optional function callback)',
        run: ([asked]: readonly Permissions[]) => hasAll(asked as Permissions),
      },
      {
        signature: 'permissions.request(permissions.Permissions permissions, optional function callback)',
        run([asked]: readonly Permissions[]) {
          if (hasAll(asked as Permissions)) return true
          if (!isOptional(asked as Permissions)) throw new ApiError(notInManifest)
          return false
        },
      },
      {
        signature: 'permissions.remove(permissions.Permissions permissions, optional function callback)',
        run([asked]: readonly Permissions[]) {
          if (!isOptional(asked as Permissions)) throw new ApiError(notInManifest)
          if ([...((asked as Permissions).permissions ?? [])].some((each) => names.includes(each))) {
            throw new ApiError('You cannot remove required permissions.')
          }
          return true
        },
      },
    ],
  }
}

/** Lists permissions as Chromium does: sorted by name, with all parts of `socket`. */
function listed(given: NonNullable<Manifest['permissions']>): unknown[] {
  const names = permissionNames(given).filter((name) => !isOrigin(name))
  const sorted = [...new Set(names)].toSorted()
  return sorted.map((name) => (name === 'socket' ? { socket: socketPermissionTexts(given) } : name))
}

function isOrigin(permission: string): boolean {
  return permission.includes('://') || permission === '<all_urls>'
}
