/**
 * Sends the alert that ends our side: a close_notify, or the reason for a failure (RFC 8446, section 6). A connection
 * sends at most one such alert, so a fault after the close_notify is not reported to the server.
 */
import { queueMicrotask } from '../bytes/globals.ts'
import { contentType } from '../records/record.ts'
import type { RecordSender } from '../records/record-sender.ts'
import { encodeAlert, type AlertName } from '../wire/alert.ts'

export class FinalAlert {
  readonly #sender: Pick<RecordSender, 'control'>
  #state: 'unsent' | 'under way' | 'gone' = 'unsent'
  #onGone: (() => void) | undefined

  constructor(sender: Pick<RecordSender, 'control'>) {
    this.#sender = sender
  }

  send(name: AlertName): void {
    if (this.#state !== 'unsent') return
    this.#state = 'under way'
    try {
      this.#sender.control(contentType.alert, encodeAlert(name), () => this.#gone())
    } catch {
      // The key has reached its limit of records, so the alert cannot be sent.
      this.#gone()
    }
  }

  /** Calls `gone` when the alert has left, or in a microtask if no alert is being sent. */
  whenGone(gone: () => void): void {
    if (this.#state === 'under way') this.#onGone = gone
    else queueMicrotask(gone)
  }

  #gone(): void {
    this.#state = 'gone'
    this.#onGone?.()
  }
}
