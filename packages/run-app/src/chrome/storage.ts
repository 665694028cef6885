/**
 * chrome.storage: `local`; `sync`, which stays on this machine, because there is no account; `managed`, which is empty,
 * because there is no administrator.
 * Source: Chromium extensions/common/api/storage.json; measured on Chromium 156.
 */
import type { App } from './app.ts'
import { EventChannel } from './event.ts'
import { ApiError } from './namespace.ts'
import type { ApiFunction, Namespace } from './namespace.ts'
import { StorageArea } from './storage-area.ts'
import type { Changes, StorageLimits } from './storage-area.ts'
import { storedValue } from './stored-value.ts'

type Keys = string | readonly string[] | Readonly<Record<string, unknown>> | undefined

const syncLimits: StorageLimits & { readonly MAX_SUSTAINED_WRITE_OPERATIONS_PER_MINUTE: number } = {
  QUOTA_BYTES: 102_400,
  QUOTA_BYTES_PER_ITEM: 8192,
  MAX_ITEMS: 512,
  MAX_WRITE_OPERATIONS_PER_HOUR: 1800,
  MAX_WRITE_OPERATIONS_PER_MINUTE: 120,
  MAX_SUSTAINED_WRITE_OPERATIONS_PER_MINUTE: 1_000_000,
}

export function storageNamespaces(app: App): readonly Namespace[] {
  const onChanged = new EventChannel()
  const isUnlimited = app.manifest.permissions?.includes('unlimitedStorage') === true
  const localLimits = { QUOTA_BYTES: 10_485_760 }
  const local = new StorageArea('local', app.store, isUnlimited ? { QUOTA_BYTES: Infinity } : localLimits)
  const sync = new StorageArea('sync', app.store, syncLimits)
  const managed = new StorageArea('managed', app.store, localLimits)
  return [
    {
      path: 'storage',
      functions: [],
      events: { onChanged },
      constants: {
        AccessLevel: {
          TRUSTED_AND_UNTRUSTED_CONTEXTS: 'TRUSTED_AND_UNTRUSTED_CONTEXTS',
          TRUSTED_CONTEXTS: 'TRUSTED_CONTEXTS',
        },
      },
    },
    areaNamespace(sync, onChanged, syncLimits),
    areaNamespace(managed, onChanged, {}),
    areaNamespace(local, onChanged, localLimits),
  ]
}

function areaNamespace(area: StorageArea, onAnyChanged: EventChannel, constants: object): Namespace {
  const onChanged = new EventChannel()
  const announce = (changes: Changes): void => {
    if (Object.keys(changes).length === 0) return
    onChanged.dispatch(() => [structuredClone(changes)])
    onAnyChanged.dispatch(() => [structuredClone(changes), area.name])
  }
  const write = async (change: () => Promise<Changes>): Promise<void> => {
    if (area.name === 'managed') throw new ApiError('This is a read-only store.')
    announce(await change())
  }
  const functions: readonly ApiFunction[] = [
    {
      signature: 'storage.get(optional [string|strings|object] keys, optional function callback)',
      run: ([keys]: readonly Keys[]) => valuesOf(area, keys),
    },
    {
      signature: 'storage.getKeys(optional function callback)',
      run: () => area.keys,
    },
    {
      signature: 'storage.set(object items, optional function callback)',
      run([items]: readonly object[]) {
        // The values are copied during the call: later changes do not count.
        const stored = storedValue(items) as Record<string, unknown>
        return write(() => area.set(stored))
      },
    },
    {
      signature: 'storage.remove([string|strings] keys, optional function callback)',
      run: ([keys]: readonly Keys[]) => write(() => area.remove(keysOf(area, keys))),
    },
    {
      signature: 'storage.clear(optional function callback)',
      run: () => write(() => area.clear()),
    },
    {
      signature: 'storage.getBytesInUse(optional [string|strings] keys, optional function callback)',
      run: ([keys]: readonly Keys[]) => area.bytesInUse(keysOf(area, keys)),
    },
    {
      signature: 'storage.setAccessLevel(object accessOptions, optional function callback)',
      run() {},
    },
  ]
  return { path: `storage.${area.name}`, functions, events: { onChanged }, constants: { ...constants } }
}

function keysOf(area: StorageArea, keys: Keys): readonly string[] {
  if (keys === undefined) return area.keys
  return typeof keys === 'string' ? [keys] : Array.isArray(keys) ? (keys as string[]) : Object.keys(keys)
}

/** Reads the values of `keys`. If `keys` is an object, its values are the defaults. */
function valuesOf(area: StorageArea, keys: Keys): Record<string, unknown> {
  const defaults = typeof keys === 'object' && !Array.isArray(keys) ? storedValue(keys) : {}
  const stored = keysOf(area, keys).map((key) => [key, area.get(key)] as const)
  return { ...(defaults as object), ...Object.fromEntries(stored.filter(([, value]) => value !== undefined)) }
}
