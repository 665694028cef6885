/**
 * Updates our own key in TLS 1.3 by a KeyUpdate (RFC 8446, section 4.6.3): when the server asks for it, and before
 * the key reaches its limit (section 5.5).
 */
import { Uint8Array, promiseResolve } from '../bytes/globals.ts'
import type { HandshakeChannel } from '../handshake/context.ts'
import type { TrafficKey13 } from '../handshake/traffic-keys-13.ts'
import type { RecordSender } from '../records/record-sender.ts'
import { encodeMessage } from '../wire/handshake-message.ts'

export class KeyUpdateSender {
  readonly #key: TrafficKey13
  readonly #channel: Pick<HandshakeChannel, 'send' | 'protectWrites'>
  readonly #sender: Pick<RecordSender, 'isDataWaiting' | 'hold'>
  readonly #onFault: (error: unknown) => void
  /** Whether the server has asked for a KeyUpdate that has not been sent. */
  #isDue = false
  /** Whether a KeyUpdate waits for the wire. */
  #isUnsent = false
  /** Settles when no update is running. Never rejects. */
  #last: Promise<void> = promiseResolve()

  constructor(
    key: TrafficKey13,
    channel: Pick<HandshakeChannel, 'send' | 'protectWrites'>,
    sender: Pick<RecordSender, 'isDataWaiting' | 'hold'>,
    onFault: (error: unknown) => void,
  ) {
    this.#key = key
    this.#channel = channel
    this.#sender = sender
    this.#onFault = onFault
  }

  /**
   * Notes a request of the server for a KeyUpdate. All requests that arrive while we send nothing, or while a
   * KeyUpdate has not left, get a single answer, so that a server that stops reading cannot make us queue answers.
   */
  request(): void {
    if (this.#isUnsent) return
    this.#isDue = true
    if (this.#sender.isDataWaiting) this.answer()
  }

  /** Answers the server's request, if any. Call it before sending application data, which the answer must precede. */
  answer(): void {
    if (!this.#isDue) return
    this.#isDue = false
    const renewed = this.#renewInTurn()
    this.#sender.hold(renewed)
    renewed.catch(this.#onFault)
  }

  /** Updates the key because it is near its limit. */
  renew(): void {
    this.#renewInTurn().catch(this.#onFault)
  }

  /**
   * Updates the key after the update that is running, if any. Two updates at once would derive the same key from the
   * same secret, and use the same nonces twice.
   */
  #renewInTurn(): Promise<void> {
    const renewed = this.#last.then(() => this.#renew())
    this.#last = renewed.catch(() => {})
    return renewed
  }

  /** Sends the KeyUpdate, and uses the new key from then on. */
  async #renew(): Promise<void> {
    const protection = await this.#key.renewed()
    this.#isUnsent = true
    this.#channel.send(encodeMessage('key_update', Uint8Array.of(0)), () => {
      this.#isUnsent = false
    })
    this.#channel.protectWrites(protection)
  }
}
