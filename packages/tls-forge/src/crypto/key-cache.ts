/**
 * Caches imported public keys for later connections, because an import costs as much as ten signature checks. A full
 * cache drops the key that was used longest ago.
 */
import { Map, textOf } from '../bytes/globals.ts'

const capacity = 64

export class KeyCache<Key> {
  readonly #keys = new Map<string, Promise<Key>>()

  /**
   * Returns the key of `spki` for one `use`. The same key may be imported for several uses. A failure of `load` is not
   * cached.
   */
  get(use: string, spki: Uint8Array, load: () => Promise<Key>): Promise<Key> {
    const id = use + textOf(...spki)
    const known = this.#keys.get(id)
    if (known !== undefined) {
      this.#keys.delete(id)
      this.#keys.set(id, known)
      return known
    }
    const loading = load()
    this.#keys.set(id, loading)
    loading.catch(() => this.#keys.delete(id))
    if (this.#keys.size > capacity) {
      for (const oldest of this.#keys.keys()) {
        this.#keys.delete(oldest)
        break
      }
    }
    return loading
  }
}
