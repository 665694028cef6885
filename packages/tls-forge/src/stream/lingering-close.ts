/**
 * Closes the connection beneath so that the peer still gets the last alert. A connection that is closed while it has
 * unread bytes is reset, and the peer then loses bytes that it has not read (RFC 1122, section 4.2.2.13). So this
 * class reads and discards bytes until the peer closes too, for at most a second or a megabyte.
 */
import { lingerUntil } from '@chrome-socket/api/backend'

const maxBytes = 1_048_576

export class LingeringClose {
  readonly #readMore: () => void
  /** Closes the connection, once. */
  readonly closeNow: () => void
  #isPeerTold = false
  #hasPeerEnded: boolean
  #discarded = 0
  #isClosed = false

  /** The bytes that `readMore` reads must be passed to `discard`. `close` is called once, at the end. */
  constructor(hasPeerEnded: boolean, readMore: () => void, close: () => void) {
    this.#hasPeerEnded = hasPeerEnded
    this.#readMore = readMore
    this.closeNow = lingerUntil(() => {
      this.#isClosed = true
      close()
    })
  }

  /** Notes that the last alert has left. */
  peerTold(): void {
    this.#isPeerTold = true
    this.#goOn()
  }

  /** Counts bytes that have been read, or notes their end. */
  discard(length: number, isEnd: boolean): void {
    this.#discarded += length
    this.#hasPeerEnded ||= isEnd
    this.#goOn()
  }

  #goOn(): void {
    if (!this.#isPeerTold || this.#isClosed) return
    if (this.#hasPeerEnded || this.#discarded > maxBytes) this.closeNow()
    else this.#readMore()
  }
}
