/**
 * A reader of one element of DER that is known to be well formed, or is checked afterwards. `@chrome-socket/x509` has the
 * strict reader for certificates.
 */
export interface DerElement {
  readonly tag: number
  /** Where its content begins and ends. */
  readonly start: number
  readonly end: number
}

/** The element at `at`. Throws when it does not fit in `der`. */
export function derElement(der: Uint8Array, at: number): DerElement {
  const tag = der[at] ?? 0
  const first = der[at + 1] ?? 0
  let start = at + 2
  let length = first
  if (first >= 0x80) {
    length = 0
    start += first & 0x7f
    for (const byte of der.subarray(at + 2, start)) length = length * 256 + byte
  }
  if (start + length > der.length) throw new Error('a DER element is longer than what holds it')
  return { tag, start, end: start + length }
}
