/**
 * Limits on what a server could send without end: empty records, warnings and KeyUpdates. The numbers are BoringSSL's
 * (ssl/tls_record.cc, kMaxEmptyRecords and kMaxWarningAlerts; ssl/tls13_both.cc, kMaxKeyUpdates), counted in a row.
 */
import { TlsFault } from '../wire/fault.ts'

const maxEmptyRecords = 32
const maxWarnings = 4
const maxKeyUpdates = 32

export class FloodGuard {
  #emptyRecords = 0
  #warnings = 0
  #keyUpdates = 0

  countEmptyRecord(): void {
    this.#emptyRecords += 1
    if (this.#emptyRecords > maxEmptyRecords) throw new TlsFault('unexpected_message', 'too many empty records')
  }

  countWarning(): void {
    this.#warnings += 1
    if (this.#warnings > maxWarnings) throw new TlsFault('unexpected_message', 'too many warnings')
  }

  countKeyUpdate(): void {
    this.#keyUpdates += 1
    if (this.#keyUpdates > maxKeyUpdates) throw new TlsFault('unexpected_message', 'too many KeyUpdates')
  }

  /** A record with content has come. */
  hasContent(): void {
    this.#emptyRecords = 0
    this.#warnings = 0
  }

  /** Application data has come. */
  hasData(): void {
    this.#keyUpdates = 0
  }
}
