/**
 * The limit on the bytes of an app's pending writes and sends. Source: Chromium
 * extensions/browser/api/socket/write_quota_checker.cc
 */

/** The limit in bytes. */
const writeLimit = 200 * 1024 * 1024

export class WriteQuota {
  #bytesUsed = 0

  /** Takes `bytes` of the quota. Returns false, and takes nothing, if the quota does not suffice. */
  takeBytes(bytes: number): boolean {
    if (this.#bytesUsed + bytes > writeLimit) return false
    this.#bytesUsed += bytes
    return true
  }

  returnBytes(bytes: number): void {
    this.#bytesUsed -= bytes
  }
}
