/**
 * A TLS 1.2 server (ECDHE with ECDSA, AES-128-GCM) that follows a script, which may break the protocol.
 */
import { sign } from 'node:crypto'
import { x25519 } from '@noble/curves/ed25519.js'
import { masterSecretLength, prf, verifyDataLength } from '../../src/handshake/key-schedule-12.ts'
import { Transcript } from '../../src/handshake/transcript.ts'
import { decodeAlert } from '../../src/wire/alert.ts'
import { concatenate } from '../../src/bytes/bytes.ts'
import { encodeMessage, MessageReader } from '../../src/wire/handshake-message.ts'
import { Reader } from '../../src/wire/reader.ts'
import { contentType, type RawRecord } from '../../src/records/record.ts'
import { RecordReader } from '../../src/records/record-reader.ts'
import { protection12, type RecordProtection } from '../../src/records/record-protection.ts'
import { Writer } from '../../src/wire/writer.ts'
import { answerRecords, crypto, type ScriptedServer } from './conversation.ts'
import { leaf, leafKey } from './identity.ts'
import {
  changeCipherSpec,
  encodeAny,
  encodeHello,
  plainRecord,
  readClientHello,
  type HelloFields,
  type Message,
  type Piece,
} from './messages.ts'

/** The deviations from RFC 5246. */
export interface Script12 {
  readonly hello?: (fields: HelloFields) => HelloFields
  /** Changes the server's parameters of the key exchange before they are signed, and the signature with its scheme. */
  readonly parameters?: (bytes: Uint8Array) => Uint8Array
  readonly signature?: (bytes: Uint8Array) => Uint8Array
  /** Changes the whole first flight. */
  readonly flight?: (messages: readonly Message[]) => readonly Message[]
  readonly plain?: (pieces: readonly Piece[]) => readonly Piece[]
  /** The pieces before the Finished: the ChangeCipherSpec, and a ticket if there is one. */
  readonly beforeFinished?: readonly Piece[]
  readonly ticket?: Uint8Array
  readonly finished?: (body: Uint8Array) => Uint8Array
  /** The pieces after the Finished, under the same key. */
  readonly after?: readonly Piece[]
  /** Changes the records on the wire after the ChangeCipherSpec. */
  readonly wire?: (records: readonly Uint8Array[]) => readonly Uint8Array[]
}

const suiteHash = 'sha256'

export class Server12 implements ScriptedServer {
  alert: string | undefined
  readonly #script: Script12
  readonly #records = new RecordReader()
  readonly #messages = new MessageReader()
  readonly #transcript = new Transcript(crypto)
  readonly #key = x25519.utils.randomSecretKey()
  readonly #random = crypto.randomBytes(32)
  #clientRandom: Uint8Array = new Uint8Array(0)
  #master: Uint8Array = new Uint8Array(0)
  #reads: RecordProtection | undefined
  #writes: RecordProtection | undefined
  #pendingReads: RecordProtection | undefined
  #readSequence = 0

  constructor(script: Script12 = {}) {
    this.#script = script
  }

  async receive(bytes: Uint8Array): Promise<Uint8Array> {
    return answerRecords(this.#records, bytes, (record) => this.#take(record))
  }

  async #take(record: RawRecord): Promise<Uint8Array> {
    if (record.type === contentType.changeCipherSpec) {
      this.#reads = this.#pendingReads
      return new Uint8Array(0)
    }
    let { body: content } = record
    if (this.#reads !== undefined) {
      content = (await this.#reads.open(this.#readSequence, record)).content
      this.#readSequence += 1
    }
    if (record.type === contentType.alert) this.alert ??= decodeAlert(content)?.name
    if (record.type !== contentType.handshake) return new Uint8Array(0)
    this.#messages.push(content)
    const out: Uint8Array[] = []
    for (let message = this.#messages.next(); message !== undefined; message = this.#messages.next()) {
      if (message.name === 'finished') out.push(await this.#finish(message.raw))
      else {
        this.#transcript.add(message.raw)
        if (message.name === 'client_hello') out.push(this.#answer(message.body))
        if (message.name === 'client_key_exchange') await this.#exchange(message.body)
      }
    }
    return concatenate(...out)
  }

  #answer(body: Uint8Array): Uint8Array {
    const script = this.#script
    this.#clientRandom = readClientHello(body).random.slice()
    const fields: HelloFields = {
      legacyVersion: 0x0303,
      random: this.#random,
      sessionId: new Uint8Array(0),
      suite: 0xc02b,
      compression: 0,
      extensions: [
        ['renegotiation_info', Uint8Array.of(0)],
        ['extended_master_secret', new Uint8Array(0)],
        ...(script.ticket === undefined ? [] : ([['session_ticket', new Uint8Array(0)]] as const)),
      ],
    }
    const certificate = new Writer()
    certificate.vector(3, () => certificate.vector(3, leaf))
    const share = new Writer().u8(3).u16(0x001d).vector(1, x25519.getPublicKey(this.#key)).finish()
    const parameters = script.parameters?.(share) ?? share
    const signed = concatenate(this.#clientRandom, this.#random, parameters)
    const signature = new Writer()
      .u16(0x0403)
      .vector(2, sign('sha256', signed, leafKey.privateKey))
      .finish()
    const messages: readonly Message[] = [
      { name: 'server_hello', body: encodeHello(script.hello?.(fields) ?? fields) },
      { name: 'certificate', body: certificate.finish() },
      { name: 'server_key_exchange', body: concatenate(parameters, script.signature?.(signature) ?? signature) },
      { name: 'server_hello_done', body: new Uint8Array(0) },
    ]
    const encoded = (script.flight?.(messages) ?? messages).map(encodeAny)
    this.#transcript.setHash(suiteHash)
    for (const message of encoded) this.#transcript.add(message)
    const pieces = encoded.map((content) => ({ type: contentType.handshake, content }))
    return concatenate(...(script.plain?.(pieces) ?? pieces).map(plainRecord))
  }

  async #exchange(body: Uint8Array): Promise<void> {
    const premaster = x25519.getSharedSecret(this.#key, new Reader(body).vector(1))
    const digest = this.#transcript.digest()
    this.#master = prf(crypto, suiteHash, premaster, 'extended master secret', digest, masterSecretLength)
    const seed = concatenate(this.#random, this.#clientRandom)
    const block = prf(crypto, suiteHash, this.#master, 'key expansion', seed, 40)
    this.#pendingReads = protection12(await crypto.aead('aes-128-gcm', block.slice(0, 16)), block.slice(32, 36))
    this.#writes = protection12(await crypto.aead('aes-128-gcm', block.slice(16, 32)), block.slice(36, 40))
  }

  async #finish(raw: Uint8Array): Promise<Uint8Array> {
    const script = this.#script
    this.#transcript.add(raw)
    const before: Piece[] = []
    if (script.ticket !== undefined) {
      const content = encodeMessage('new_session_ticket', script.ticket)
      this.#transcript.add(content)
      before.push({ type: contentType.handshake, content })
    }
    before.push(changeCipherSpec)
    const digest = this.#transcript.digest()
    const verifyData = prf(crypto, suiteHash, this.#master, 'server finished', digest, verifyDataLength)
    const finished = encodeMessage('finished', script.finished?.(verifyData.slice()) ?? verifyData)
    const records: Uint8Array[] = []
    for (const piece of [{ type: contentType.handshake, content: finished }, ...(script.after ?? [])]) {
      if (this.#writes === undefined) break
      const record = new Uint8Array(this.#writes.recordLength(piece.content.length))
      await this.#writes.seal(records.length, piece.type, piece.content, record)
      records.push(record)
    }
    const plain = (script.beforeFinished ?? before).map(plainRecord)
    return concatenate(...plain, ...(script.wire?.(records) ?? records))
  }
}
