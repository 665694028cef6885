/**
 * Changes to a single part of a scripted server's messages.
 */
import { concatenate } from '../../src/bytes/bytes.ts'
import { encodeMessage, type MessageName } from '../../src/wire/handshake-message.ts'
import { contentType } from '../../src/records/record.ts'
import { Writer } from '../../src/wire/writer.ts'
import type { ExtensionList, HelloFields, Message, Piece } from './messages.ts'

export type AlterHello = (fields: HelloFields) => HelloFields
export type AlterFlight = (messages: readonly Message[]) => readonly Message[]
export type AlterPieces = (pieces: readonly Piece[]) => readonly Piece[]

export const none: Uint8Array = new Uint8Array(0)

// Bytes.

export const longer = (bytes: Uint8Array): Uint8Array => concatenate(bytes, Uint8Array.of(0))
export const shorter = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, -1)
export function flip(bytes: Uint8Array, index: number = bytes.length - 1): Uint8Array {
  return bytes.with(index, (bytes[index] ?? 0) ^ 1)
}

// Extensions.

export const versions: ExtensionList = [['supported_versions', Uint8Array.of(3, 4)]]
export const cookie: ExtensionList = [['cookie', Uint8Array.of(0, 2, 1, 2)]]
export const schemes: ExtensionList = [['signature_algorithms', Uint8Array.of(0, 2, 4, 3)]]
export const shareOf = (group: number, key: Uint8Array): Uint8Array => new Writer().u16(group).vector(2, key).finish()
/** The extensions that a ServerHello of TLS 1.3 needs. */
export const share = (group: number, key: Uint8Array): ExtensionList => [
  ...versions,
  ['key_share', shareOf(group, key)],
]
/** The key_share of a HelloRetryRequest, which names a group. */
export const group = (id: number): ExtensionList => [['key_share', Uint8Array.of(id >> 8, id & 255)]]
export const psk = (index: number): ExtensionList => [['pre_shared_key', Uint8Array.of(index >> 8, index & 255)]]

// The ServerHello.

export const onlyExtensions =
  (...extensions: ExtensionList): AlterHello =>
  (fields) => ({ ...fields, extensions })
export const withExtensions =
  (...more: ExtensionList): AlterHello =>
  (fields) => ({ ...fields, extensions: [...fields.extensions, ...more] })
export const without =
  (name: string): AlterHello =>
  (fields) => ({ ...fields, extensions: fields.extensions.filter(([type]) => type !== name) })
export const retryTo = (id: number): AlterHello => onlyExtensions(...versions, ...group(id))
export const retryWithCookie: AlterHello = onlyExtensions(...versions, ...cookie)

// Messages.

export const replace =
  (name: Message['name'], change: (message: Message) => readonly Message[]): AlterFlight =>
  (messages) =>
    messages.flatMap((message) => (message.name === name ? change(message) : [message]))
export const before = (name: Message['name'], ...added: readonly Message[]): AlterFlight =>
  replace(name, (found) => [...added, found])
export const changed = (name: Message['name'], change: (body: Uint8Array) => Uint8Array): AlterFlight =>
  replace(name, (found) => [{ name, body: change(found.body) }])
export const twice = (name: Message['name']): AlterFlight => replace(name, (found) => [found, found])

// Records.

export const handshake: number = contentType.handshake
export const data: Piece = { type: contentType.applicationData, content: Uint8Array.of(1, 2, 3) }
export const message = (name: MessageName, body: Uint8Array): Piece => ({
  type: handshake,
  content: encodeMessage(name, body),
})
export const alert = (level: 1 | 2, number: number): Piece => ({
  type: contentType.alert,
  content: Uint8Array.of(level, number),
})
export const repeated = (count: number, piece: Piece): Piece[] => Array.from({ length: count }, () => piece)
export const cutInto =
  (length: number): AlterPieces =>
  (pieces) =>
    pieces.flatMap(({ type, content }) =>
      Array.from({ length: Math.ceil(content.length / length) }, (_, index) => ({
        type,
        content: content.subarray(index * length, (index + 1) * length),
      })),
    )
