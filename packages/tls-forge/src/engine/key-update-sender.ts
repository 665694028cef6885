/**
 * Renews our own key in TLS 1.3 by a KeyUpdate (RFC 8446, section 4.6.3): when the server asks for it, and before the key
 * reaches its limit (section 5.5).
 */
import type { HandshakeChannel } from '../handshake/context.ts'
import type { TrafficKey13 } from '../handshake/traffic-keys-13.ts'
import type { RecordSender } from '../records/record-sender.ts'
import { encodeMessage } from '../wire/handshake-message.ts'

export class KeyUpdateSender {
  readonly #key: TrafficKey13
  readonly #channel: Pick<HandshakeChannel, 'send' | 'protectWrites'>
  readonly #sender: Pick<RecordSender, 'isDataWaiting' | 'hold'>
  readonly #onFault: (error: unknown) => void
  /** The server has asked for a new key, and we have not answered. */
  #isDue = false
  /** A KeyUpdate waits for the wire. */
  #isUnsent = false
  /** Settles when no renewal is under way. Never rejects. */
  #last: Promise<void> = Promise.resolve()

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
   * The server asks for a new key. All requests that arrive while we send nothing, or while a KeyUpdate has not left, are
   * answered by one, so that a server which stops reading cannot make us queue answers.
   */
  request(): void {
    if (this.#isUnsent) return
    this.#isDue = true
    if (this.#sender.isDataWaiting) this.answer()
  }

  /** Application data is about to be sent: the answer to the server's request comes before it. */
  answer(): void {
    if (!this.#isDue) return
    this.#isDue = false
    const renewed = this.#renewInTurn()
    this.#sender.hold(renewed)
    renewed.catch(this.#onFault)
  }

  /** The key is near its limit. */
  renew(): void {
    this.#renewInTurn().catch(this.#onFault)
  }

  /** One after the other: two at once would come from the same secret, to the same key twice and the same nonces. */
  #renewInTurn(): Promise<void> {
    const renewed = this.#last.then(() => this.#renew())
    this.#last = renewed.catch(() => {})
    return renewed
  }

  /** Tells the server of the new key, and uses it from then on. */
  async #renew(): Promise<void> {
    const protection = await this.#key.renewed()
    this.#isUnsent = true
    this.#channel.send(encodeMessage('key_update', Uint8Array.of(0)), () => {
      this.#isUnsent = false
    })
    this.#channel.protectWrites(protection)
  }
}
