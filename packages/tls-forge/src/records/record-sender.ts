/**
 * The sending side of the record layer: content in, records out, in order.
 *
 *     write ──► SendablePlaintext ──┐ (while the window is open)
 *                                   ├──► RecordSealer ──► SendWindow ──► output
 *     control ──────────────────────┘
 *
 * Application data waits until the window is open. Handshake messages and alerts do not wait.
 */
import { Uint8Array, queueMicrotask } from '../bytes/globals.ts'
import { contentType } from './record.ts'
import type { RecordProtection } from './record-protection.ts'
import { batchContent } from './record-buffers.ts'
import { RecordSealer } from './record-sealer.ts'
import { SendablePlaintext } from './sendable-plaintext.ts'
import { SendWindow, type Output } from './send-window.ts'

const empty = new Uint8Array(0)
const nothing = (): void => {}

export class RecordSender {
  readonly #onFault: (error: unknown) => void
  readonly #data = new SendablePlaintext()
  readonly #sealer: RecordSealer
  readonly #window: SendWindow
  #isSealingScheduled = false
  /** The number of key updates that application data waits for. */
  #holds = 0
  #isClosed = false

  /** `onLimit` is called once for each key, when that key must be replaced. */
  constructor(output: Output, onFault: (error: unknown) => void, onLimit: () => void) {
    this.#onFault = onFault
    this.#sealer = new RecordSealer(onLimit)
    this.#window = new SendWindow(output, () => this.#scheduleSealing(), onFault)
  }

  useVersion12(): void {
    this.#sealer.useVersion12()
  }

  /** Seals records by `protection`, from the next record on. */
  protect(protection: RecordProtection): void {
    this.#sealer.protect(protection)
  }

  /** Sends a handshake message or an alert before all application data that waits. */
  control(type: number, content: Uint8Array, sent: () => void = nothing): void {
    this.#window.push(this.#sealer.seal(type, [content]), type === contentType.handshake, sent)
  }

  /** Sends a ChangeCipherSpec together with the next record. */
  changeCipherSpec(): void {
    this.#window.pushLater(this.#sealer.seal(contentType.changeCipherSpec, [Uint8Array.of(1)]).bytes)
  }

  /** Sends application data. The sender borrows `bytes` until it calls `written`, when they have been sent. */
  write(bytes: Uint8Array, written: () => void): void {
    this.#data.push(bytes, written)
    this.#scheduleSealing()
  }

  /** Whether there is application data that has not been sealed. */
  get isDataWaiting(): boolean {
    return !this.#data.isEmpty
  }

  /** Seals no application data before `until` has settled. */
  hold(until: Promise<void>): void {
    this.#holds += 1
    const letGo = (): void => {
      this.#holds -= 1
      this.#scheduleSealing()
    }
    until.then(letGo, letGo)
  }

  /** Drops the data that waits. Its writes never complete. */
  close(): void {
    this.#isClosed = true
    this.#data.clear()
  }

  /** Seals data in a microtask, so that small writes of the same turn share a record. */
  #scheduleSealing(): void {
    if (this.#isSealingScheduled || this.#isClosed) return
    this.#isSealingScheduled = true
    queueMicrotask(() => {
      this.#isSealingScheduled = false
      try {
        this.#sealData()
      } catch (error) {
        this.#onFault(error)
      }
    })
  }

  #sealData(): void {
    while (!this.#data.isEmpty && this.#holds === 0 && this.#window.isOpen && !this.#isClosed) {
      const { contents, sent } = this.#data.take(batchContent)
      const records =
        contents.length > 0
          ? this.#sealer.seal(contentType.applicationData, contents)
          : { bytes: empty, sealing: undefined }
      this.#window.push(records, false, sent)
    }
    this.#window.flush()
  }
}
