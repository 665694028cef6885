/**
 * Records that bring nothing, and warnings, which a server could send without end. As in BoringSSL (ssl/tls_record.cc), so
 * many of them in a row are too many.
 */
import { TlsFault } from '../wire/fault.ts'

const maxEmptyRecords = 32
const maxWarnings = 4

export class FloodGuard {
  #empty = 0
  #warnings = 0

  countEmpty(): void {
    this.#empty += 1
    if (this.#empty > maxEmptyRecords) throw new TlsFault('unexpected_message', 'too many empty records')
  }

  countWarning(): void {
    this.#warnings += 1
    if (this.#warnings > maxWarnings) throw new TlsFault('unexpected_message', 'too many warnings')
  }

  /** A record has brought something. */
  reset(): void {
    this.#empty = 0
    this.#warnings = 0
  }
}
