/**
 * The alert that ends our side: a close_notify, or the reason why the connection fails (RFC 8446, section 6).
 * A connection sends one at most: a fault after the close_notify is not told.
 */
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
      // The key may protect nothing more, so the server is not told.
      this.#gone()
    }
  }

  /** `gone` is called when the alert has left, or in a microtask where none is under way. */
  whenGone(gone: () => void): void {
    if (this.#state === 'under way') this.#onGone = gone
    else queueMicrotask(gone)
  }

  #gone(): void {
    this.#state = 'gone'
    this.#onGone?.()
  }
}
