/**
 * What the lists of faults are written with: a change to one thing that a server says.
 */
import { contentType } from '../../src/wire/record.ts'
import { Writer } from '../../src/wire/writer.ts'
import type { ClientOptions } from '../../src/handshake/context.ts'
import type { ExtensionList, HelloFields, Message, Piece, Script13 } from '../support/server-13.ts'

/** `alert` is undefined where none goes out; `error` is ERR_SSL_PROTOCOL_ERROR unless given. */
export type Fault = readonly [
  what: string,
  script: Script13,
  alert: string | undefined,
  error?: number,
  client?: Partial<ClientOptions>,
]

export const none: Uint8Array = new Uint8Array(0)
export const versions: ExtensionList = [['supported_versions', Uint8Array.of(3, 4)]]
export const shareOf = (group: number, key: Uint8Array): Uint8Array => new Writer().u16(group).vector(2, key).finish()
export const without =
  (name: string) =>
  (fields: HelloFields): HelloFields => ({
    ...fields,
    extensions: fields.extensions.filter(([type]) => type !== name),
  })
export const withExtensions =
  (...more: ExtensionList) =>
  (fields: HelloFields): HelloFields => ({
    ...fields,
    extensions: [...fields.extensions, ...more],
  })
export const flip = (bytes: Uint8Array, index: number = bytes.length - 1): Uint8Array => {
  const copy = bytes.slice()
  copy[index] = (copy[index] ?? 0) ^ 1
  return copy
}
export const replace =
  (name: Message['name'], change: (message: Message) => readonly Message[]) =>
  (messages: readonly Message[]): readonly Message[] =>
    messages.flatMap((message) => (message.name === name ? change(message) : [message]))
export const handshake: number = contentType.handshake
export const ccs: Piece = { type: contentType.changeCipherSpec, content: Uint8Array.of(1) }
export const data: Piece = { type: contentType.applicationData, content: Uint8Array.of(1, 2, 3) }
export const retryTo =
  (group: number) =>
  (fields: HelloFields): HelloFields => ({
    ...fields,
    extensions: [...versions, ['key_share', new Writer().u16(group).finish()]],
  })
export const cookie = (fields: HelloFields): HelloFields => ({
  ...fields,
  extensions: [...versions, ['cookie', new Writer().vector(2, Uint8Array.of(1, 2)).finish()]],
})
