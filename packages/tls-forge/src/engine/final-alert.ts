/**
 * The last thing that the server is told: an alert that closes the connection, or says why it ends (RFC 8446, section 6).
 * There is one only: what fails after a close_notify is not told.
 */
import type { RecordSender } from '../records/record-sender.ts'
import { encodeAlert, type AlertName } from '../wire/alert.ts'
import { contentType } from '../records/record.ts'

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
      // A key that may protect nothing more: then the server is not told.
      this.#gone()
    }
  }

  /** `gone` is called when the alert has left, or at once where none is under way. */
  whenGone(gone: () => void): void {
    if (this.#state === 'under way') this.#onGone = gone
    else gone()
  }

  #gone(): void {
    this.#state = 'gone'
    this.#onGone?.()
  }
}
