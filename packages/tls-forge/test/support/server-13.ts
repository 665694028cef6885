/**
 * A TLS 1.3 server that follows a script, which may break the protocol. It is made of the client's own wire code.
 * rfc8448.test.ts checks that code.
 */
import { sign } from 'node:crypto'
import { x25519 } from '@noble/curves/ed25519.js'
import { signedContent } from '../../src/handshake/client-certificate.ts'
import { KeySchedule13 } from '../../src/handshake/key-schedule-13.ts'
import { Transcript } from '../../src/handshake/transcript.ts'
import { decodeAlert } from '../../src/wire/alert.ts'
import { concatenate } from '../../src/bytes/bytes.ts'
import { encodeMessage, MessageReader } from '../../src/wire/handshake-message.ts'
import { contentType, type RawRecord } from '../../src/records/record.ts'
import { RecordReader } from '../../src/records/record-reader.ts'
import { protection13, type RecordProtection } from '../../src/records/record-protection.ts'
import { Writer } from '../../src/wire/writer.ts'
import { answerRecords, crypto, type ScriptedServer } from './conversation.ts'
import { leaf, leafKey } from './identity.ts'
import {
  encodeAny,
  encodeExtensions,
  encodeHello,
  plainRecord,
  readClientHello,
  type ExtensionList,
  type HelloFields,
  type Message,
  type Piece,
} from './messages.ts'

/** The deviations from RFC 8446. */
export interface Script13 {
  /** Sends a HelloRetryRequest in place of the ServerHello, for the first ClientHello only. */
  readonly retry?: (fields: HelloFields) => HelloFields
  readonly hello?: (fields: HelloFields) => HelloFields
  readonly encryptedExtensions?: ExtensionList
  /** Changes the messages between the ServerHello and the Finished. */
  readonly flight?: (messages: readonly Message[]) => readonly Message[]
  readonly certificateVerify?: (body: Uint8Array) => Uint8Array
  readonly finished?: (body: Uint8Array) => Uint8Array
  /** Changes the records that are not protected, and the records that will be protected. */
  readonly plain?: (pieces: readonly Piece[]) => readonly Piece[]
  readonly inner?: (pieces: readonly Piece[]) => readonly Piece[]
  /** Changes the records on the wire. */
  readonly wire?: (records: readonly Uint8Array[]) => readonly Uint8Array[]
  /** The pieces after the client's Finished, under the application keys, which change after each KeyUpdate. */
  readonly after?: readonly Piece[]
  readonly afterWire?: (records: readonly Uint8Array[]) => readonly Uint8Array[]
  readonly leaf?: Uint8Array
}

const retryRandom = new Uint8Array(
  Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex'),
)

const shareOf = (key: Uint8Array): Uint8Array => new Writer().u16(0x001d).vector(2, key).finish()

export class Server13 implements ScriptedServer {
  alert: string | undefined
  /** The client's application data, and the number of its KeyUpdates. */
  received = ''
  keyUpdates = 0
  readonly #script: Script13
  readonly #records = new RecordReader()
  readonly #messages = new MessageReader()
  readonly #transcript = new Transcript(crypto)
  readonly #key = x25519.utils.randomSecretKey()
  #retried = false
  #reads: RecordProtection | undefined
  #readSequence = 0
  #applicationReads: RecordProtection | undefined
  #clientSecret = new Uint8Array(0)
  #schedule: KeySchedule13 | undefined
  #writes: RecordProtection | undefined
  #answered = false

  constructor(script: Script13 = {}) {
    this.#script = script
  }

  async receive(bytes: Uint8Array): Promise<Uint8Array> {
    return answerRecords(this.#records, bytes, (record) => this.#take(record))
  }

  async #take(record: RawRecord): Promise<Uint8Array> {
    if (record.type === contentType.changeCipherSpec) return new Uint8Array(0)
    let piece: Piece = { type: record.type, content: record.body }
    if (this.#reads !== undefined && record.type === contentType.applicationData) {
      piece = await this.#reads.open(this.#readSequence, record)
      this.#readSequence += 1
    }
    if (piece.type === contentType.alert) this.alert ??= decodeAlert(piece.content)?.name
    if (piece.type === contentType.applicationData) this.received += Buffer.from(piece.content).toString()
    if (piece.type !== contentType.handshake) return new Uint8Array(0)
    this.#messages.push(piece.content)
    const out: Uint8Array[] = []
    for (let message = this.#messages.next(); message !== undefined; message = this.#messages.next()) {
      if (message.name === 'client_hello') out.push(await this.#answer(message.body, message.raw))
      else if (message.name === 'finished') out.push(await this.#finish())
      else if (message.name === 'key_update') this.#updateReads()
    }
    return concatenate(...out)
  }

  #protect(secret: Uint8Array): RecordProtection {
    if (this.#schedule === undefined) throw new Error('no key schedule')
    const { key, iv } = this.#schedule.trafficKey(secret, 'aes-128-gcm')
    const aead = crypto.aead('aes-128-gcm', key)
    if (aead instanceof Promise) throw new Error('the pure provider is synchronous')
    return protection13(aead, iv, true)
  }

  #updateReads(): void {
    this.keyUpdates += 1
    this.#clientSecret = new Uint8Array(this.#schedule?.update(this.#clientSecret) ?? [])
    this.#reads = this.#protect(this.#clientSecret)
    this.#readSequence = 0
  }

  async #answer(body: Uint8Array, raw: Uint8Array): Promise<Uint8Array> {
    const script = this.#script
    const client = readClientHello(body)
    const fields: HelloFields = {
      legacyVersion: 0x0303,
      random: crypto.randomBytes(32),
      sessionId: client.sessionId,
      suite: 0x1301,
      compression: 0,
      extensions: [
        ['supported_versions', Uint8Array.of(3, 4)],
        ['key_share', shareOf(x25519.getPublicKey(this.#key))],
      ],
    }
    this.#transcript.add(raw)
    if (script.retry !== undefined && !this.#retried) {
      this.#retried = true
      const retry = encodeMessage('server_hello', encodeHello(script.retry({ ...fields, random: retryRandom })))
      this.#transcript.replaceByHash('sha256')
      this.#transcript.add(retry)
      const pieces = [{ type: contentType.handshake, content: retry }]
      return concatenate(...(script.plain?.(pieces) ?? pieces).map(plainRecord))
    }
    if (this.#answered) return new Uint8Array(0)
    this.#answered = true
    const hello = encodeMessage('server_hello', encodeHello(script.hello?.(fields) ?? fields))
    this.#transcript.add(hello)
    this.#transcript.setHash('sha256')
    const plainPieces: readonly Piece[] = [{ type: contentType.handshake, content: hello }]
    const out = (script.plain?.(plainPieces) ?? plainPieces).map(plainRecord)
    const schedule = new KeySchedule13(crypto, 'sha256')
    this.#schedule = schedule
    if (client.x25519 === undefined) return concatenate(...(script.wire?.(out) ?? out))
    schedule.advance(x25519.getSharedSecret(this.#key, client.x25519))
    const digest = this.#transcript.digest()
    const serverSecret = schedule.derive('s hs traffic', digest)
    this.#clientSecret = new Uint8Array(schedule.derive('c hs traffic', digest))
    this.#reads = this.#protect(this.#clientSecret)
    schedule.advance()
    const flight = await this.#flight(serverSecret)
    const afterFinished = this.#transcript.digest()
    this.#serverSecret = new Uint8Array(schedule.derive('s ap traffic', afterFinished))
    this.#writes = this.#protect(this.#serverSecret)
    const applicationSecret = schedule.derive('c ap traffic', afterFinished)
    this.#applicationReads = this.#protect(applicationSecret)
    this.#nextClientSecret = applicationSecret
    const handshakeWrites = this.#protect(serverSecret)
    const pieces: readonly Piece[] = [{ type: contentType.handshake, content: flight }]
    for (const [sequence, piece] of (script.inner?.(pieces) ?? pieces).entries()) {
      out.push(await sealed(handshakeWrites, sequence, piece))
    }
    return concatenate(...(script.wire?.(out) ?? out))
  }

  #nextClientSecret: Uint8Array = new Uint8Array(0)
  #serverSecret: Uint8Array = new Uint8Array(0)

  async #flight(serverSecret: Uint8Array): Promise<Uint8Array> {
    const script = this.#script
    const certificate = new Writer()
    certificate.u8(0).vector(3, () => certificate.vector(3, script.leaf ?? leaf).u16(0))
    const messages: readonly Message[] = [
      { name: 'encrypted_extensions', body: encodeExtensions(script.encryptedExtensions ?? []) },
      { name: 'certificate', body: certificate.finish() },
      { name: 'certificate_verify', body: new Uint8Array(0) },
    ]
    const out: Uint8Array[] = []
    for (const message of script.flight?.(messages) ?? messages) {
      let { body } = message
      if (message.name === 'certificate_verify' && body.length === 0) {
        const signature = sign('sha256', signedContent('server', this.#transcript.digest()), leafKey.privateKey)
        body = new Writer().u16(0x0403).vector(2, signature).finish()
        body = script.certificateVerify?.(body) ?? body
      }
      const encoded = encodeAny({ name: message.name, body })
      this.#transcript.add(encoded)
      out.push(encoded)
    }
    const verifyData = this.#schedule?.finished(serverSecret, this.#transcript.digest()) ?? new Uint8Array(0)
    const finished = encodeMessage('finished', script.finished?.(verifyData.slice()) ?? verifyData)
    this.#transcript.add(finished)
    return concatenate(...out, finished)
  }

  async #finish(): Promise<Uint8Array> {
    this.#reads = this.#applicationReads
    this.#clientSecret = new Uint8Array(this.#nextClientSecret)
    this.#readSequence = 0
    const records: Uint8Array[] = []
    if (this.#writes === undefined) return new Uint8Array(0)
    let sequence = 0
    for (const piece of this.#script.after ?? []) {
      records.push(await sealed(this.#writes, sequence, piece))
      sequence += 1
      if (piece.type !== contentType.handshake || piece.content[0] !== keyUpdateType) continue
      this.#serverSecret = new Uint8Array(this.#schedule?.update(this.#serverSecret) ?? [])
      this.#writes = this.#protect(this.#serverSecret)
      sequence = 0
    }
    return concatenate(...(this.#script.afterWire?.(records) ?? records))
  }
}

const keyUpdateType = 24

async function sealed(protection: RecordProtection, sequence: number, piece: Piece): Promise<Uint8Array> {
  const record = new Uint8Array(protection.recordLength(piece.content.length))
  await protection.seal(sequence, piece.type, piece.content, record)
  return record
}
