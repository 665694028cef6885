/**
 * Limits on what a server could send without end. The numbers are BoringSSL's (ssl/tls_record.cc, kMaxEmptyRecords and
 * kMaxWarningAlerts; ssl/tls13_both.cc, kMaxKeyUpdates), counted in a row.
 */
import { TlsFault } from '../wire/fault.ts'

const limits = { 'empty records': 32, warnings: 4, KeyUpdates: 32 } as const

type Counted = keyof typeof limits

export class FloodGuard {
  readonly #counts: Record<Counted, number> = { 'empty records': 0, warnings: 0, KeyUpdates: 0 }

  /** Throws when there are too many. */
  count(what: Counted): void {
    this.#counts[what] += 1
    if (this.#counts[what] > limits[what]) throw new TlsFault('unexpected_message', `too many ${what}`)
  }

  /** A record with content has come. */
  hasContent(): void {
    this.#counts['empty records'] = 0
    this.#counts.warnings = 0
  }

  /** Application data has come. */
  hasData(): void {
    this.#counts.KeyUpdates = 0
  }
}
