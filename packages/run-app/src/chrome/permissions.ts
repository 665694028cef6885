/**
 * chrome.permissions: those of the manifest. Nobody can be asked for an optional one, so a request for it is refused.
 * Source: Chromium chrome/browser/extensions/api/permissions/permissions_api.cc; measured on Chromium 156.
 */
import { socketPermissionTexts } from '@chrome-socket/api/manifest'
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
  const names = given.flatMap((each) => (typeof each === 'string' ? [each] : Object.keys(each)))
  const origins = names.filter(isOrigin)
  const hasAll = (asked: Permissions): boolean =>
    [...(asked.permissions ?? []), ...(asked.origins ?? [])].every((each) => names.includes(each))
  const optional = (app.manifest.optional_permissions ?? []).flatMap((each) =>
    typeof each === 'string' ? [each] : Object.keys(each),
  )
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

/** As Chromium lists them: by name, those of fileSystem one by one, those of socket with all their parts. */
function listed(given: readonly (string | Readonly<Record<string, unknown>>)[]): unknown[] {
  const entries = given.flatMap((each): [string, unknown][] => {
    if (typeof each === 'string') return isOrigin(each) ? [] : [[each, each]]
    return Object.entries(each).flatMap(([name, value]): [string, unknown][] => {
      const parts = Array.isArray(value) ? (value as string[]) : []
      if (name === 'socket') return [[name, { socket: socketPermissionTexts([each]) }]]
      return [name, ...parts.map((part) => `${name}.${part}`)].map((each) => [each, each])
    })
  })
  return [...new Map(entries)].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
}

function isOrigin(permission: string): boolean {
  return permission.includes('://') || permission === '<all_urls>'
}
