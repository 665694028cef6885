/**
 * A client of TLS 1.2 and 1.3. It takes record after record: handshake messages go to the table of states, alerts are
 * handled here, application data waits until it is taken. The first fault ends the connection, usually
 * with an alert to the server.
 */
import { Error } from '../bytes/globals.ts'
import { NetError } from '@chrome-socket/api/backend'
import {
  HandshakeContext,
  type ClientOptions,
  type HandshakeChannel,
  type NegotiatedConnection,
} from '../handshake/context.ts'
import { Handshake } from '../handshake/handshake.ts'
import type { StateOf } from '../handshake/state.ts'
import { ReceivedPlaintext } from '../records/received-plaintext.ts'
import { contentType } from '../records/record.ts'
import type { OpenedRecord, RecordProtection } from '../records/record-protection.ts'
import { RecordReceiver } from '../records/record-receiver.ts'
import { RecordSender } from '../records/record-sender.ts'
import { decodeAlert } from '../wire/alert.ts'
import { PeerAlertFault, TlsFault } from '../wire/fault.ts'
import type { NegotiableVersion } from '../wire/versions.ts'
import { FinalAlert } from './final-alert.ts'
import { FloodGuard } from './flood-guard.ts'
import { KeyUpdateSender } from './key-update-sender.ts'
import { faultOfAlert } from './peer-alert.ts'
import { RecordGate } from './record-gate.ts'
import type { EngineEvents, EngineState, SecureEngine } from './secure-engine.ts'

export class TlsEngine implements SecureEngine {
  readonly #options: ClientOptions
  readonly #context: HandshakeContext
  readonly #handshake: Handshake
  readonly #receiver: RecordReceiver
  readonly #plaintext = new ReceivedPlaintext()
  readonly #sender: RecordSender
  readonly #finalAlert: FinalAlert
  readonly #floodGuard = new FloodGuard()
  readonly #gate: RecordGate
  #state: EngineState = 'handshake'
  #fault: TlsFault | undefined
  #connection: NegotiatedConnection | undefined
  /** Defined once a TLS 1.3 handshake is complete. */
  #keyUpdates: KeyUpdateSender | undefined
  #isCertificateRequested = false
  /** The result with which the connection beneath has ended: 0, or a net error. */
  #transportEnd: number | undefined
  #isClosing = false

  constructor(options: ClientOptions, events: EngineEvents) {
    this.#options = options
    const failLater = (error: unknown): void => {
      this.#fail(error)
      events.changed()
    }
    const resume = (): void => {
      this.#process()
      events.changed()
    }
    this.#receiver = new RecordReceiver(resume)
    this.#sender = new RecordSender(
      (bytes, sent) => events.output(bytes, sent),
      () => failLater(new TlsFault('internal_error', 'a record could not be protected')),
      () => this.#keyUpdates?.renew(),
    )
    const channel: HandshakeChannel = {
      send: (message, sent) => this.#sendHandshake(message, sent),
      sendChangeCipherSpec: () => this.#sendChangeCipherSpec(),
      protectWrites: (protection) => this.#sender.protect(protection),
      protectReads: (protection) => this.#protectReads(protection),
      agreeOn: (version) => this.#agreeOn(version),
      isDrained: () => !this.#handshake.isMessagePending,
      certificateRequested: () => (this.#isCertificateRequested = true),
      secured: (connection, writeKey) => {
        if (this.#weHaveEnded) return
        if (writeKey !== undefined) this.#keyUpdates = new KeyUpdateSender(writeKey, channel, this.#sender, failLater)
        this.#open(connection)
      },
      countKeyUpdate: () => this.#floodGuard.count('KeyUpdates'),
      keyUpdateRequested: () => this.#keyUpdates?.request(),
    }
    this.#context = new HandshakeContext(options, channel)
    this.#gate = new RecordGate(this.#context.offers('tls1.3') ? 'undecided' : 'tls1.2', this.#floodGuard)
    this.#handshake = new Handshake(this.#context, resume, failLater)
    this.#finalAlert = new FinalAlert(this.#sender)
  }

  get state(): EngineState {
    return this.#state
  }

  get fault(): TlsFault | undefined {
    return this.#fault
  }

  get connection(): NegotiatedConnection {
    if (this.#connection === undefined) throw new Error('the handshake is not complete')
    return this.#connection
  }

  get buffered(): number {
    return this.#receiver.buffered + this.#plaintext.length
  }

  /** The ClientHello that waits for an answer, as a message, and its random. */
  get hello(): { readonly message: Uint8Array; readonly random: Uint8Array } {
    const { message } = this.#handshake.state as StateOf<'wait_server_hello'>
    return { message, random: this.#context.random }
  }

  start(): void {
    this.#handshake.start()
  }

  receive(bytes: Uint8Array): void {
    if (this.#serverHasEnded) return
    this.#receiver.push(bytes)
    this.#process()
  }

  receiveEnd(): void {
    this.#transportEnd ??= 0
    this.#process()
  }

  receiveFailure(netError: number): void {
    this.#transportEnd = netError
    // The handshake cannot continue without sending, so a step that is running need not be awaited.
    if (this.#state === 'handshake' && this.#handshake.isStepping) this.#failByTransport(netError)
    else this.#process()
  }

  isReadable(max: number): boolean {
    return this.#plaintext.isReadable(max, this.#receiver.isOpening && !this.#serverHasEnded)
  }

  take(max: number): Uint8Array<ArrayBuffer> {
    return this.#plaintext.take(max)
  }

  write(bytes: Uint8Array, written: () => void): void {
    this.#keyUpdates?.answer()
    this.#sender.write(bytes, written)
  }

  close(sent: () => void): void {
    if (this.#state !== 'failed') {
      this.#isClosing = true
      this.#sender.close()
      this.#finalAlert.send('close_notify')
    }
    this.#plaintext.clear()
    this.#finalAlert.whenGone(sent)
  }

  get #serverHasEnded(): boolean {
    return this.#state === 'ended' || this.#state === 'failed'
  }

  /** Whether our side has ended. A step that is still running then has no effect. */
  get #weHaveEnded(): boolean {
    return this.#isClosing || this.#state === 'failed'
  }

  #sendHandshake(message: Uint8Array, sent?: () => void): void {
    if (this.#weHaveEnded) return
    this.#sender.control(contentType.handshake, message, sent)
    this.#sender.useVersion12()
  }

  #sendChangeCipherSpec(): void {
    if (!this.#weHaveEnded) this.#sender.changeCipherSpec()
  }

  #agreeOn(version: NegotiableVersion): void {
    this.#gate.agreeOn(version)
    this.#receiver.agreeOn(version)
  }

  #protectReads(protection: RecordProtection): void {
    this.#gate.expectProtection()
    this.#receiver.protect(protection)
  }

  #open(connection: NegotiatedConnection): void {
    this.#connection = connection
    this.#state = 'open'
    this.#gate.expectData()
    this.#receiver.openAhead()
  }

  /**
   * Takes the records that are complete and decrypted. An asynchronous step of the handshake delays the records after it.
   */
  #process(): void {
    try {
      while (!this.#handshake.isStepping && !this.#serverHasEnded) {
        const record = this.#receiver.next()
        if (record !== undefined) this.#dispatch(record)
        else if (this.#receiver.isOpening || this.#transportEnd === undefined) return
        else this.#takeTransportEnd(this.#transportEnd)
      }
    } catch (error) {
      this.#fail(error)
    }
  }

  #takeTransportEnd(result: number): void {
    if (result < 0) this.#failByTransport(result)
    else this.#end()
  }

  #failByTransport(netError: number): void {
    this.#fail(new TlsFault(undefined, 'the connection beneath has failed', netError))
  }

  /**
   * Notes that the server sends no more, after a close_notify or the end of the connection beneath. Many servers send no
   * close_notify.
   */
  #end(): void {
    if (this.#state === 'handshake') {
      throw new TlsFault(undefined, 'the server has closed the connection', NetError.ERR_CONNECTION_CLOSED)
    }
    this.#state = 'ended'
  }

  #dispatch(record: OpenedRecord): void {
    const { content } = record
    switch (this.#gate.admit(record, this.#handshake.isMessagePending)) {
      case 'messages':
        this.#handshake.take(content)
        break
      case 'data':
        if (content.length > 0) this.#plaintext.push(content)
        break
      case 'alert':
        this.#takeAlert(content)
        break
      case 'change keys':
        this.#handshake.takeChangeCipherSpec(content)
        break
      case 'drop':
        break
    }
  }

  #takeAlert(content: Uint8Array): void {
    const alert = decodeAlert(content)
    if (alert === undefined) throw new TlsFault('decode_error', 'a malformed alert')
    if (alert.name === 'close_notify') {
      this.#end()
      return
    }
    const fault = faultOfAlert(alert, {
      is13: this.#gate.version === 'tls1.3',
      isServerHelloAwaited: this.#handshake.state?.name === 'wait_server_hello',
      isCertificateRequested: this.#isCertificateRequested,
      hasClientCertificate: this.#options.clientCertificate !== undefined,
    })
    if (fault !== undefined) throw fault
    this.#floodGuard.count('warnings')
  }

  #fail(error: unknown): void {
    if (this.#state === 'failed') return
    const fault = error instanceof TlsFault ? error : new TlsFault('internal_error', 'the handshake itself failed')
    this.#state = 'failed'
    this.#fault = fault
    this.#handshake.stop()
    // Sessions stay resumable if only the connection beneath has failed.
    if (fault.alert !== undefined || fault instanceof PeerAlertFault) this.#context.sessions.dropAll()
    this.#sender.close()
    if (fault.alert !== undefined) this.#finalAlert.send(fault.alert)
  }
}
