/**
 * How the connection beneath is left: the peer is told of the end, and may close too, but not for long. A connection that
 * is closed with bytes unread is reset, and what the peer has not read by then is lost to it (RFC 1122, section 4.2.2.13):
 * so what still comes is read away meanwhile.
 */
const patienceMilliseconds = 1000
/** No more than this is read away. */
const patienceBytes = 1_048_576

export class LingeringClose {
  readonly #readMore: () => void
  readonly #close: () => void
  readonly #timer: ReturnType<typeof setTimeout>
  #told = false
  #peerEnded: boolean
  #discarded = 0
  #left = false

  /** `readMore` is to give what it reads to `discard`; `close` is called once, at the end. */
  constructor(peerEnded: boolean, readMore: () => void, close: () => void) {
    this.#peerEnded = peerEnded
    this.#readMore = readMore
    this.#close = close
    this.#timer = setTimeout(() => this.leave(), patienceMilliseconds)
    // Where a timer keeps a process alive, this one should not.
    const timer: unknown = this.#timer
    if (typeof timer === 'object' && timer !== null && 'unref' in timer && typeof timer.unref === 'function') {
      timer.unref()
    }
  }

  /** The peer has been told of the end. */
  told(): void {
    this.#told = true
    this.#goOn()
  }

  /** So many bytes have been read, or the end of them. */
  discard(length: number, isEnd: boolean): void {
    this.#discarded += length
    this.#peerEnded ||= isEnd
    this.#goOn()
  }

  leave(): void {
    if (this.#left) return
    this.#left = true
    clearTimeout(this.#timer)
    this.#close()
  }

  #goOn(): void {
    if (!this.#told || this.#left) return
    if (this.#peerEnded || this.#discarded > patienceBytes) this.leave()
    else this.#readMore()
  }
}
