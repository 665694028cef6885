/**
 * A TLS client without I/O: bytes in, bytes and events out.
 *
 * It takes what the records bring, one after the other: handshake messages to the table of states, alerts, application
 * data to its owner. The first fault ends it: an alert goes out, and `failed` tells the owner.
 */
import { NetError } from '@chrome-socket/api/backend'
import { FruitlessRecords } from './fruitless-records.ts'
import { HandshakeContext, type ClientOptions, type NegotiableVersion } from './handshake/context.ts'
import { Handshake } from './handshake/handshake.ts'
import { LastAlert } from './last-alert.ts'
import { faultOfAlert } from './peer-alert.ts'
import { RecordReceiver } from './record-receiver.ts'
import { RecordSender } from './record-sender.ts'
import type { EngineEvents, SecureEngine } from './secure-engine.ts'
import { decodeAlert } from './wire/alert.ts'
import { PeerAlertFault, TlsFault } from './wire/fault.ts'
import { contentType } from './wire/record.ts'
import type { OpenedRecord, RecordProtection } from './wire/record-protection.ts'
import { WriteKeyUpdates } from './write-key-updates.ts'

export class TlsEngine implements SecureEngine {
  readonly #events: EngineEvents
  readonly #context: HandshakeContext
  readonly #receiver: RecordReceiver
  readonly #sender: RecordSender
  /** No record is taken while a step of it is under way. */
  readonly #handshake: Handshake
  readonly #writeKey: WriteKeyUpdates
  readonly #lastAlert: LastAlert
  readonly #fruitless = new FruitlessRecords()
  #phase: 'handshake' | 'open' | 'ended' | 'failed' = 'handshake'
  #transportEnded = false
  #closing = false
  /** One has been dropped before the version was known. */
  #earlyChangeCipherSpec = false
  /** The server's records are protected by now. */
  #protected = false

  constructor(options: ClientOptions, events: EngineEvents) {
    this.#events = events
    this.#receiver = new RecordReceiver(() => this.#takeRecords())
    this.#sender = new RecordSender(
      (bytes, sent) => events.output(bytes, sent),
      () => this.#fail(new TlsFault('internal_error', 'a record could not be protected')),
      () => this.#writeKey.renew(),
    )
    this.#context = new HandshakeContext(options, {
      send: (message, sent) => this.#sendHandshake(message, sent),
      sendChangeCipherSpec: () => this.#sendChangeCipherSpec(),
      protectWrites: (protection) => this.#sender.protect(protection),
      protectReads: (protection) => this.#protectReads(protection),
      agreeOn: (version) => this.#agreeOn(version),
      isDrained: () => !this.#handshake.pending,
      secured: () => this.#secured(),
      keyUpdateRequested: () => this.#writeKey.request(),
    })
    const fail = (error: unknown): void => this.#fail(error)
    this.#handshake = new Handshake(this.#context, () => this.#takeRecords(), fail)
    this.#writeKey = new WriteKeyUpdates(this.#context, this.#sender, fail)
    this.#lastAlert = new LastAlert(this.#sender)
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
    this.#handshake.start()
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
    this.#writeKey.answer()
    this.#sender.write(bytes, written)
  }

  close(sent: () => void): void {
    if (this.#phase !== 'failed') {
      this.#closing = true
      this.#sender.close()
      this.#lastAlert.send('close_notify')
    }
    this.#lastAlert.whenGone(sent)
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

  #takeRecords(): void {
    try {
      while (!this.#handshake.stepping && (this.#phase === 'handshake' || this.#phase === 'open')) {
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
      this.#fruitless.countEmpty()
    }
    if (type === contentType.alert) {
      this.#takeAlert(content)
      return
    }
    if (type !== contentType.handshake && this.#handshake.pending && !(is13 && type === contentType.changeCipherSpec)) {
      throw new TlsFault('unexpected_message', 'something else in the middle of a handshake message')
    }
    if (type === contentType.changeCipherSpec) {
      this.#takeChangeCipherSpec(content)
      return
    }
    if (content.length > 0) this.#fruitless.reset()
    if (type === contentType.handshake && this.#handshake.state === 'wait_change_cipher_spec') {
      throw new TlsFault('unexpected_message', 'a handshake message where keys must change first')
    }
    if (type === contentType.handshake) {
      this.#handshake.take(content)
    } else if (type === contentType.applicationData && this.#phase === 'open') {
      if (content.length === 0) return
      this.#context.keyUpdatesInRow = 0
      this.#events.data(content)
    } else {
      throw new TlsFault('unexpected_message', 'a record of a kind that may not come now')
    }
  }

  #takeChangeCipherSpec(content: Uint8Array): void {
    const isOne = content.length === 1 && content[0] === 1
    const { version } = this.#context
    if (version === 'tls1.3' || (version === undefined && this.#context.offers('tls1.3'))) {
      if (!isOne || this.#phase !== 'handshake') {
        throw new TlsFault('unexpected_message', 'a ChangeCipherSpec that has no place in TLS 1.3')
      }
      this.#fruitless.countEmpty()
      this.#earlyChangeCipherSpec ||= version === undefined
      return
    }
    if (!isOne && this.#handshake.state === 'wait_change_cipher_spec') {
      throw new TlsFault('illegal_parameter', 'a ChangeCipherSpec that is none')
    }
    this.#handshake.takeChangeCipherSpec()
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
    const fault = faultOfAlert(alert, this.#context, this.#handshake.state)
    if (fault !== undefined) throw fault
    this.#fruitless.countWarning()
  }

  #fail(error: unknown): void {
    if (this.#phase === 'failed') return
    const fault = error instanceof TlsFault ? error : new TlsFault('internal_error', 'the handshake itself went wrong')
    this.#phase = 'failed'
    this.#handshake.stop()
    // Not when the connection beneath fails: that says nothing of the session.
    if (fault.alert !== undefined || fault instanceof PeerAlertFault) this.#context.dropSessions()
    this.#sender.close()
    if (fault.alert !== undefined) this.#lastAlert.send(fault.alert)
    this.#events.failed(fault)
  }
}
