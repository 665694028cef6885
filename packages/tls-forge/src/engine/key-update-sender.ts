/**
 * Our own key in TLS 1.3, renewed by a KeyUpdate (RFC 8446, section 4.6.3): when the server wishes it, and before the key
 * has protected as much as it may (section 5.5).
 */
import type { HandshakeContext } from '../handshake/context.ts'
import { secretsOf, trafficProtection } from '../handshake/traffic-keys-13.ts'
import type { RecordSender } from '../records/record-sender.ts'
import { encodeMessage } from '../wire/handshake-message.ts'

export class KeyUpdateSender {
  readonly #context: HandshakeContext
  readonly #sender: Pick<RecordSender, 'isDataWaiting' | 'hold'>
  readonly #onFault: (error: unknown) => void
  /** Wished for, and not answered. */
  #due = false
  /** A KeyUpdate waits for the wire. */
  #unsent = false
  /** Settles when no renewal is under way. Never rejects. */
  #last: Promise<void> = Promise.resolve()

  constructor(
    context: HandshakeContext,
    sender: Pick<RecordSender, 'isDataWaiting' | 'hold'>,
    onFault: (error: unknown) => void,
  ) {
    this.#context = context
    this.#sender = sender
    this.#onFault = onFault
  }

  /**
   * The server wishes it. Who is silent answers all wishes by one KeyUpdate, before the next application data; so does
   * one that has not left yet, and a server that does not read cannot have answers pile up.
   */
  request(): void {
    if (this.#unsent) return
    this.#due = true
    if (this.#sender.isDataWaiting) this.answer()
  }

  /** Application data is about to be sent: what the server wished for comes before it. */
  answer(): void {
    if (!this.#due) return
    this.#due = false
    const renewed = this.#renewInTurn()
    this.#sender.hold(renewed)
    renewed.catch(this.#onFault)
  }

  /** The key is near its limit. Only TLS 1.3 has a way to another one. */
  renew(): void {
    if (this.#context.version === 'tls1.3') this.#renewInTurn().catch(this.#onFault)
  }

  /** One after the other: two at once would come from the same secret, to the same key twice and the same nonces. */
  #renewInTurn(): Promise<void> {
    const renewed = this.#last.then(() => this.#renew())
    this.#last = renewed.catch(() => {})
    return renewed
  }

  /** Tells the server of new keys for what it reads, and uses them from then on. */
  async #renew(): Promise<void> {
    const { channel } = this.#context
    const secrets = secretsOf(this.#context)
    const secret = secrets.schedule.update(secrets.client)
    const protection = await trafficProtection(this.#context, secret)
    secrets.client = secret
    this.#unsent = true
    channel.send(encodeMessage('key_update', Uint8Array.of(0)), () => {
      this.#unsent = false
    })
    channel.protectWrites(protection)
  }
}
