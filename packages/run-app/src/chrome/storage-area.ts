/**
 * An area of chrome.storage: its values and its limits.
 * Source: Chromium extensions/browser/api/storage/settings_storage_quota_enforcer.cc, components/value_store
 */
import type { Store } from '../store/store.ts'
import { ApiError } from './namespace.ts'

export interface StorageLimits {
  readonly QUOTA_BYTES: number
  readonly QUOTA_BYTES_PER_ITEM?: number
  readonly MAX_ITEMS?: number
  readonly MAX_WRITE_OPERATIONS_PER_MINUTE?: number
  readonly MAX_WRITE_OPERATIONS_PER_HOUR?: number
}

export type Changes = Record<string, { oldValue?: unknown; newValue?: unknown }>

export class StorageArea {
  readonly name: string
  readonly #store: Store
  readonly #limits: StorageLimits
  readonly #texts: Map<string, string>
  #bytes: number
  /** The times of the writes of the last hour, in milliseconds since 1970. */
  #writes: number[] = []

  constructor(name: string, store: Store, limits: StorageLimits) {
    this.name = name
    this.#store = store
    this.#limits = limits
    const kept = Object.entries((store.read(`storage-${name}`) ?? {}) as Record<string, unknown>)
    this.#texts = new Map(kept.map(([key, value]) => [key, JSON.stringify(value)]))
    this.#bytes = this.bytesInUse([...this.#texts.keys()])
  }

  get keys(): string[] {
    return [...this.#texts.keys()].toSorted()
  }

  get(key: string): unknown {
    const text = this.#texts.get(key)
    return text === undefined ? undefined : JSON.parse(text)
  }

  bytesInUse(keys: readonly string[]): number {
    return keys.reduce((sum, key) => sum + itemBytes(key, this.#texts.get(key)), 0)
  }

  /** Stores all items, or rejects with an ApiError and stores none. Resolves with the changes. */
  async set(items: Readonly<Record<string, unknown>>): Promise<Changes> {
    this.#countWrite()
    const texts = Object.entries(items).map(([key, value]) => [key, JSON.stringify(value)] as const)
    this.#checkLimits(texts)
    const changes: Changes = {}
    for (const [key, text] of texts) {
      const old = this.#texts.get(key)
      if (old === text) continue
      changes[key] = { newValue: items[key], ...(old === undefined ? {} : { oldValue: JSON.parse(old) as unknown }) }
      this.#texts.set(key, text)
    }
    return this.#kept(changes)
  }

  async remove(keys: readonly string[]): Promise<Changes> {
    this.#countWrite()
    const changes: Changes = {}
    for (const key of keys) {
      const old = this.#texts.get(key)
      if (old === undefined) continue
      changes[key] = { oldValue: JSON.parse(old) as unknown }
      this.#texts.delete(key)
    }
    return this.#kept(changes)
  }

  clear(): Promise<Changes> {
    return this.remove(this.keys)
  }

  async #kept(changes: Changes): Promise<Changes> {
    if (Object.keys(changes).length === 0) return changes
    this.#bytes = this.bytesInUse([...this.#texts.keys()])
    const values = [...this.#texts].map(([key, text]) => [key, JSON.parse(text) as unknown])
    await this.#store.write(`storage-${this.name}`, Object.fromEntries(values))
    return changes
  }

  #checkLimits(texts: readonly (readonly [string, string])[]): void {
    const { QUOTA_BYTES, QUOTA_BYTES_PER_ITEM = Infinity, MAX_ITEMS = Infinity } = this.#limits
    let bytes = this.#bytes
    let count = this.#texts.size
    for (const [key, text] of texts) {
      const size = itemBytes(key, text)
      if (size > QUOTA_BYTES_PER_ITEM) throw exceeded('kQuotaBytesPerItem')
      bytes += size - itemBytes(key, this.#texts.get(key))
      if (!this.#texts.has(key)) count += 1
    }
    if (bytes > QUOTA_BYTES) throw exceeded('kQuotaBytes')
    if (count > MAX_ITEMS) throw exceeded('kMaxItems')
  }

  #countWrite(): void {
    const { MAX_WRITE_OPERATIONS_PER_MINUTE: perMinute, MAX_WRITE_OPERATIONS_PER_HOUR: perHour } = this.#limits
    if (perMinute === undefined || perHour === undefined) return
    const now = Date.now()
    this.#writes = this.#writes.filter((time) => time > now - 3_600_000)
    if (this.#writes.length >= perHour) throw tooMany('MAX_WRITE_OPERATIONS_PER_HOUR')
    if (this.#writes.filter((time) => time > now - 60_000).length >= perMinute) {
      throw tooMany('MAX_WRITE_OPERATIONS_PER_MINUTE')
    }
    this.#writes.push(now)
  }
}

/** The size of an item, as Chromium counts it: in bytes of UTF-8, with `<` escaped in the JSON. */
function itemBytes(key: string, text: string | undefined): number {
  return text === undefined ? 0 : Buffer.byteLength(key) + Buffer.byteLength(text.replaceAll('<', '\\u003C'))
}

function exceeded(limit: string): ApiError {
  return new ApiError(`Resource::${limit} quota exceeded`)
}

function tooMany(limit: string): ApiError {
  return new ApiError(`This request exceeds the ${limit} quota.`)
}
