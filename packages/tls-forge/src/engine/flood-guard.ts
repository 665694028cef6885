/**
 * Limits consecutive records and messages that carry no data. The limits are BoringSSL's (ssl/tls_record.cc,
 * kMaxEmptyRecords and kMaxWarningAlerts; ssl/tls13_both.cc, kMaxKeyUpdates).
 */
import { TlsFault } from '../wire/fault.ts'

const limits = { 'empty records': 32, warnings: 4, KeyUpdates: 32 } as const

type Counted = keyof typeof limits

export class FloodGuard {
  readonly #counts: Record<Counted, number> = { 'empty records': 0, warnings: 0, KeyUpdates: 0 }

  /** Counts an event. Throws if too many have come in a row. */
  count(kind: Counted): void {
    this.#counts[kind] += 1
    if (this.#counts[kind] > limits[kind]) throw new TlsFault('unexpected_message', `too many ${kind}`)
  }

  /** Notes a record with content. */
  noteContent(): void {
    this.#counts['empty records'] = 0
    this.#counts.warnings = 0
  }

  /** Notes application data. */
  noteData(): void {
    this.#counts.KeyUpdates = 0
  }
}
