/**
 * The messages of a scripted server before they become bytes: their fields, and the records.
 */
import { concatenate } from '../../src/bytes/bytes.ts'
import { extensionType, type ExtensionName } from '../../src/wire/extensions.ts'
import { encodeMessage, type MessageName } from '../../src/wire/handshake-message.ts'
import { Reader } from '../../src/wire/reader.ts'
import { contentType, headerLength, writeHeader } from '../../src/records/record.ts'
import { Writer } from '../../src/wire/writer.ts'

export type ExtensionList = readonly (readonly [ExtensionName | number, Uint8Array])[]

export interface HelloFields {
  readonly legacyVersion: number
  readonly random: Uint8Array
  readonly sessionId: Uint8Array
  readonly suite: number
  readonly compression: number
  readonly extensions: ExtensionList
}

export interface Message {
  readonly name: MessageName | number
  readonly body: Uint8Array
}

export interface Piece {
  readonly type: number
  readonly content: Uint8Array
}

export const changeCipherSpec: Piece = { type: contentType.changeCipherSpec, content: Uint8Array.of(1) }

export function encodeExtensions(list: ExtensionList): Uint8Array {
  const writer = new Writer()
  writer.vector(2, () => {
    for (const [type, data] of list) writer.u16(typeof type === 'number' ? type : extensionType[type]).vector(2, data)
  })
  return writer.finish()
}

export function encodeHello(fields: HelloFields): Uint8Array {
  const writer = new Writer().u16(fields.legacyVersion).bytes(fields.random).vector(1, fields.sessionId)
  return writer.u16(fields.suite).u8(fields.compression).bytes(encodeExtensions(fields.extensions)).finish()
}

export function encodeAny({ name, body }: Message): Uint8Array {
  if (typeof name === 'string') return encodeMessage(name, body)
  return concatenate(Uint8Array.of(name, 0, body.length >> 8, body.length & 0xff), body)
}

export function plainRecord({ type, content }: Piece): Uint8Array {
  const record = new Uint8Array(headerLength + content.length)
  writeHeader(record, type, 0x0303, content.length)
  record.set(content, headerLength)
  return record
}

export interface ClientHelloView {
  readonly sessionId: Uint8Array
  readonly random: Uint8Array
  readonly x25519: Uint8Array | undefined
}

export function readClientHello(body: Uint8Array): ClientHelloView {
  const reader = new Reader(body)
  reader.u16()
  const random = reader.bytes(32)
  const sessionId = reader.vector(1)
  reader.vector(2)
  reader.vector(1)
  const extensions = new Reader(reader.vector(2))
  let share: Uint8Array | undefined
  while (extensions.remaining > 0) {
    const type = extensions.u16()
    const data = new Reader(extensions.vector(2))
    if (type !== extensionType.key_share) continue
    const list = new Reader(data.vector(2))
    while (list.remaining > 0) {
      const group = list.u16()
      const key = list.vector(2)
      if (group === 0x001d) share = key
    }
  }
  return { random, sessionId, x25519: share }
}
