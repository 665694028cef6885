/** The structured clone of a message between a page and its workers. */
import type { TransferListItem } from 'node:worker_threads'
import type { Realm } from '../realm/realm.ts'

/** Calls the function that clones. A value that cannot be cloned is Chromium's DataCloneError. */
export function cloning(realm: Realm, where: string, clone: () => void): void {
  try {
    clone()
  } catch (error) {
    const { name, message } = error as Error
    if (name !== 'DataCloneError') throw error
    const { DOMException: OwnException } = realm.global as unknown as { readonly DOMException: typeof DOMException }
    // eslint-disable-next-line preserve-caught-error -- The app must not get an error of the host.
    throw new OwnException(`Failed to execute ${where}: ${message}`, name)
  }
}

/** The objects that a call of postMessage transfers: its second argument, or the property `transfer` of it. */
export function transferOf(options: unknown): readonly TransferListItem[] {
  const { transfer = options } = Object(options) as { readonly transfer?: unknown }
  return transfer == null ? [] : [...(transfer as Iterable<TransferListItem>)]
}
