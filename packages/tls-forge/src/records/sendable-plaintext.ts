/**
 * Holds application data from the writes that bring it until records take it. The data is borrowed from the writer
 * until it has been sent. Small pieces that wait are joined, so that they make few records.
 */
import { concatenate } from '../bytes/bytes.ts'
import { maxPlaintext } from './record.ts'

interface Piece {
  readonly bytes: Uint8Array
  taken: number
  readonly written: () => void
}

/** Data for records that are sealed together. */
export interface TakenData {
  /** Each content begins a new record. Empty if all the writes are empty. */
  readonly contents: readonly Uint8Array[]
  /** Completes the writes that end in this data. */
  readonly sent: () => void
}

export class SendablePlaintext {
  #pieces: Piece[] = []

  get isEmpty(): boolean {
    return this.#pieces.length === 0
  }

  push(bytes: Uint8Array, written: () => void): void {
    this.#pieces.push({ bytes, taken: 0, written })
  }

  /** Drops the data. Its writes never complete. */
  clear(): void {
    this.#pieces = []
  }

  /** Takes the first bytes, at most `max`. */
  take(max: number): TakenData {
    const contents: Uint8Array[] = []
    const finished: (() => void)[] = []
    let room = max
    for (const piece of this.#pieces) {
      const part = piece.bytes.subarray(piece.taken, piece.taken + room)
      if (part.length > 0) contents.push(part)
      piece.taken += part.length
      room -= part.length
      if (piece.taken < piece.bytes.length) break
      finished.push(piece.written)
    }
    this.#pieces.splice(0, finished.length)
    const sent = (): void => {
      for (const written of finished) written()
    }
    return { contents: joinSmall(contents), sent }
  }
}

/** Joins neighbours that fit into one record together. */
function joinSmall(contents: readonly Uint8Array[]): readonly Uint8Array[] {
  if (contents.length <= 1) return contents
  const joined: Uint8Array[] = []
  for (let first = 0; first < contents.length;) {
    let length = 0
    let end = first
    do {
      length += contents[end]?.length ?? 0
      end += 1
    } while (end < contents.length && length + (contents[end]?.length ?? 0) <= maxPlaintext)
    const group = contents.slice(first, end)
    const [only] = group
    joined.push(group.length === 1 && only !== undefined ? only : concatenate(...group))
    first = end
  }
  return joined
}
