/**
 * A TLS client without I/O: bytes in, bytes and events out.
 *
 * It takes what the records bring, one after the other: handshake messages to the table of states, alerts, application
 * data to its owner. The first fault ends it: an alert goes out, and `failed` tells the owner.
 */
import { NetError } from '@chrome-socket/api'
import { startClient, takeStep } from './handshake/client.ts'
import { HandshakeContext, type ClientOptions, type NegotiableVersion } from './handshake/context.ts'
import { updateWriteKey } from './handshake/post-handshake-13.ts'
import type { State } from './handshake/state.ts'
import { faultOfAlert } from './peer-alert.ts'
import { RecordReceiver } from './record-receiver.ts'
import { RecordSender } from './record-sender.ts'
import { decodeAlert, encodeAlert } from './wire/alert.ts'
import type { EngineEvents, SecureEngine } from './secure-engine.ts'
import { PeerAlertFault, TlsFault } from './wire/fault.ts'
import { MessageReader, type HandshakeMessage } from './wire/handshake-message.ts'
import { contentType } from './wire/record.ts'
import type { OpenedRecord, RecordProtection } from './wire/record-protection.ts'

/** As in BoringSSL: so many records in a row that bring nothing, and so many warnings, are too many. */
const maxEmptyRecords = 32
const maxWarnings = 4

const emptyMessage: HandshakeMessage = { name: undefined, body: new Uint8Array(0), raw: new Uint8Array(0) }

export class TlsEngine implements SecureEngine {
  readonly #events: EngineEvents
  readonly #context: HandshakeContext
  readonly #receiver: RecordReceiver
  readonly #sender: RecordSender
  readonly #messages = new MessageReader()
  #state: State = 'wait_server_hello'
  #phase: 'handshake' | 'open' | 'ended' | 'failed' = 'handshake'
  /** A step of the handshake is under way: no record is taken meanwhile. */
  #stepping = false
  #transportEnded = false
  #closing = false
  #emptyRecords = 0
  #warnings = 0
  /** One has been dropped before the version was known. */
  #earlyChangeCipherSpec = false
  /** Of the version that has been agreed on. */
  #protected = false
  /** Asked for, and not answered. */
  #keyUpdateDue = false
  /** An alert that ends the connection is on its way; who waits for it to be gone. */
  #alertUnderWay = false
  #onAlertSent: (() => void) | undefined

  constructor(options: ClientOptions, events: EngineEvents) {
    this.#events = events
    this.#receiver = new RecordReceiver(() => this.#takeRecords())
    this.#sender = new RecordSender(
      (bytes, sent) => events.output(bytes, sent),
      () => this.#fail(new TlsFault('internal_error', 'a record could not be protected')),
      () => this.#renewWriteKey(),
    )
    this.#context = new HandshakeContext(options, {
      send: (message, sent) => this.#sendHandshake(message, sent),
      sendChangeCipherSpec: () => this.#sendChangeCipherSpec(),
      protectWrites: (protection) => this.#protectWrites(protection),
      protectReads: (protection) => this.#protectReads(protection),
      agreeOn: (version) => this.#agreeOn(version),
      isDrained: () => !this.#messages.pending,
      secured: () => this.#secured(),
      keyUpdateRequested: () => this.#keyUpdateRequested(),
    })
  }

  get connection(): SecureEngine['connection'] {
    const { version, suite, group, alpnProtocol, peerChain, resumed } = this.#context
    if (version === undefined || suite === undefined) throw new Error('the handshake is not complete')
    return {
      version,
      cipherSuite: suite.name,
      ...(group !== undefined && { group }),
      ...(alpnProtocol !== undefined && { alpnProtocol }),
      peerChain,
      resumed,
    }
  }

  /** The ClientHello, as a message, and its random. */
  get hello(): { readonly message: Uint8Array; readonly random: Uint8Array } {
    return { message: this.#context.clientHello, random: this.#context.random }
  }

  get buffered(): number {
    return this.#receiver.buffered
  }

  get opening(): boolean {
    return this.#receiver.opening
  }

  start(): void {
    this.#stepping = true
    startClient(this.#context).then(
      (state) => this.#stepped(state),
      (error: unknown) => this.#fail(error),
    )
  }

  receive(bytes: Uint8Array): void {
    if (this.#phase === 'failed' || this.#phase === 'ended') return
    this.#receiver.push(bytes)
    this.#takeRecords()
  }

  receiveEnd(): void {
    this.#transportEnded = true
    this.#takeRecords()
  }

  receiveFailure(netError: number): void {
    this.#fail(new TlsFault(undefined, 'the connection beneath has failed', netError))
  }

  write(bytes: Uint8Array, written: () => void): void {
    if (this.#keyUpdateDue) this.#answerKeyUpdate()
    this.#sender.write(bytes, written)
  }

  close(sent: () => void): void {
    if (this.#alertUnderWay) {
      this.#onAlertSent = sent
      return
    }
    if (this.#closing || this.#phase === 'failed') {
      sent()
      return
    }
    this.#closing = true
    this.#sender.close()
    this.#sender.control(contentType.alert, encodeAlert('close_notify'), sent)
  }

  /** A step that was under way when the connection ended says nothing more. */
  get #isOver(): boolean {
    return this.#closing || this.#phase === 'failed'
  }

  #sendHandshake(message: Uint8Array, sent?: () => void): void {
    if (this.#isOver) return
    this.#sender.control(contentType.handshake, message, sent)
    this.#sender.useVersion12()
  }

  #sendChangeCipherSpec(): void {
    if (!this.#isOver) this.#sender.controlLater(contentType.changeCipherSpec, Uint8Array.of(1))
  }

  /** RFC 8446, section 5, has a ChangeCipherSpec dropped from the ClientHello on. In TLS 1.2 it changes keys. */
  #agreeOn(version: NegotiableVersion): void {
    if (version === 'tls1.2' && this.#earlyChangeCipherSpec) {
      throw new TlsFault('unexpected_message', 'a ChangeCipherSpec before the ServerHello')
    }
    this.#receiver.agreeOn(version)
  }

  #protectWrites(protection: RecordProtection): void {
    this.#sender.protect(protection)
  }

  #protectReads(protection: RecordProtection): void {
    this.#protected = true
    this.#receiver.protect(protection)
  }

  #secured(): void {
    if (this.#isOver) return
    this.#phase = 'open'
    this.#receiver.openAhead()
    this.#events.secured()
  }

  /**
   * Who is silent answers all requests by one KeyUpdate, before the next application data (RFC 8446, section 4.6.3); so
   * does one that has not left yet, and a server that does not read cannot have answers pile up.
   */
  #keyUpdateRequested(): void {
    if (this.#context.keyUpdateUnsent) return
    this.#keyUpdateDue = true
    if (this.#sender.waiting) this.#answerKeyUpdate()
  }

  #answerKeyUpdate(): void {
    this.#keyUpdateDue = false
    const updated = updateWriteKey(this.#context)
    this.#sender.hold(updated)
    updated.catch((error: unknown) => this.#fail(error))
  }

  #renewWriteKey(): void {
    if (this.#context.version !== 'tls1.3') return
    updateWriteKey(this.#context).catch((error: unknown) => this.#fail(error))
  }

  #takeRecords(): void {
    try {
      while (!this.#stepping && (this.#phase === 'handshake' || this.#phase === 'open')) {
        const record = this.#receiver.next()
        if (record === undefined) {
          if (this.#receiver.opening) return
          if (this.#transportEnded) this.#takeTransportEnd()
          else this.#events.taken()
          return
        }
        this.#take(record)
      }
    } catch (error) {
      this.#fail(error)
    }
  }

  #takeTransportEnd(): void {
    if (this.#phase === 'handshake') {
      throw new TlsFault(undefined, 'the server has closed the connection', NetError.ERR_CONNECTION_CLOSED)
    }
    // Without a close_notify, which Chromium lets pass too: many servers leave it out.
    this.#phase = 'ended'
    this.#events.ended()
  }

  #take({ type, content }: OpenedRecord): void {
    const is13 = this.#context.version === 'tls1.3'
    if (content.length === 0) {
      if (is13 && this.#protected && type !== contentType.applicationData) {
        throw new TlsFault('unexpected_message', 'an empty record of a kind that is never empty')
      }
      this.#countEmpty()
    }
    if (type === contentType.alert) {
      this.#takeAlert(content)
      return
    }
    if (type !== contentType.handshake && this.#messages.pending && !(is13 && type === contentType.changeCipherSpec)) {
      throw new TlsFault('unexpected_message', 'something else in the middle of a handshake message')
    }
    if (type === contentType.changeCipherSpec) {
      this.#takeChangeCipherSpec(content)
      return
    }
    if (content.length > 0) {
      this.#emptyRecords = 0
      this.#warnings = 0
    }
    if (type === contentType.handshake && this.#state === 'wait_change_cipher_spec') {
      throw new TlsFault('unexpected_message', 'a handshake message where keys must change first')
    }
    if (type === contentType.handshake) {
      this.#messages.push(content)
      this.#takeMessages()
    } else if (type === contentType.applicationData && this.#phase === 'open') {
      if (content.length === 0) return
      this.#context.keyUpdatesInRow = 0
      this.#events.data(content)
    } else {
      throw new TlsFault('unexpected_message', 'a record of a kind that may not come now')
    }
  }

  #countEmpty(): void {
    this.#emptyRecords += 1
    if (this.#emptyRecords > maxEmptyRecords) throw new TlsFault('unexpected_message', 'too many empty records')
  }

  #takeChangeCipherSpec(content: Uint8Array): void {
    const isOne = content.length === 1 && content[0] === 1
    const { version } = this.#context
    if (version === 'tls1.3' || (version === undefined && this.#context.offers('tls1.3'))) {
      if (!isOne || this.#phase !== 'handshake') {
        throw new TlsFault('unexpected_message', 'a ChangeCipherSpec that has no place in TLS 1.3')
      }
      this.#countEmpty()
      this.#earlyChangeCipherSpec ||= version === undefined
      return
    }
    if (!isOne && this.#state === 'wait_change_cipher_spec') {
      throw new TlsFault('illegal_parameter', 'a ChangeCipherSpec that is none')
    }
    this.#step(takeStep(this.#context, this.#state, 'change_cipher_spec', emptyMessage))
  }

  #takeAlert(content: Uint8Array): void {
    const alert = decodeAlert(content)
    if (alert === undefined) throw new TlsFault('decode_error', 'an alert that is none')
    if (alert.name === 'close_notify') {
      if (this.#phase === 'handshake') {
        throw new TlsFault(undefined, 'the server has closed the connection', NetError.ERR_CONNECTION_CLOSED)
      }
      this.#phase = 'ended'
      this.#events.ended()
      return
    }
    const fault = faultOfAlert(alert, this.#context, this.#state)
    if (fault !== undefined) throw fault
    this.#warnings += 1
    if (this.#warnings > maxWarnings) throw new TlsFault('unexpected_message', 'too many warnings')
  }

  #takeMessages(): void {
    while (!this.#stepping && this.#phase !== 'failed') {
      const message = this.#messages.next()
      if (message === undefined) return
      this.#step(takeStep(this.#context, this.#state, message.name, message))
    }
  }

  #step(next: State | Promise<State>): void {
    if (!(next instanceof Promise)) {
      this.#state = next
      return
    }
    this.#stepping = true
    next.then(
      (state) => this.#stepped(state),
      (error: unknown) => this.#fail(error),
    )
  }

  #stepped(state: State): void {
    this.#state = state
    this.#stepping = false
    try {
      this.#takeMessages()
    } catch (error) {
      this.#fail(error)
      return
    }
    this.#takeRecords()
  }

  #fail(error: unknown): void {
    if (this.#phase === 'failed') return
    const fault = error instanceof TlsFault ? error : new TlsFault('internal_error', 'the handshake itself went wrong')
    this.#phase = 'failed'
    // Not when the connection beneath fails: that says nothing of the session.
    if (fault.alert !== undefined || fault instanceof PeerAlertFault) this.#context.dropSessions()
    this.#sender.close()
    try {
      if (fault.alert !== undefined && !this.#closing) {
        this.#alertUnderWay = true
        this.#sender.control(contentType.alert, encodeAlert(fault.alert), () => {
          this.#alertUnderWay = false
          this.#onAlertSent?.()
        })
      }
    } catch {
      // A key that may protect nothing more: then the peer is not told.
      this.#alertUnderWay = false
    }
    this.#events.failed(fault)
  }
}
