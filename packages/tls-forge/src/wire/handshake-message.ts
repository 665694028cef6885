/**
 * Handshake messages, which have a type, a length and a body. Records may split them anywhere (RFC 8446, section 4;
 * RFC 5246, section 7.4).
 */
import { Map, Set, Uint8Array } from '../bytes/globals.ts'
import { concatenate } from '../bytes/bytes.ts'
import { TlsFault } from './fault.ts'

const messageTypes = {
  hello_request: 0,
  client_hello: 1,
  server_hello: 2,
  new_session_ticket: 4,
  encrypted_extensions: 8,
  certificate: 11,
  server_key_exchange: 12,
  certificate_request: 13,
  server_hello_done: 14,
  certificate_verify: 15,
  client_key_exchange: 16,
  finished: 20,
  certificate_status: 22,
  key_update: 24,
  message_hash: 254,
} as const

export type MessageName = keyof typeof messageTypes

const nameByType: ReadonlyMap<number, MessageName> = new Map(
  Object.entries(messageTypes).map(([name, type]) => [type, name as MessageName]),
)

export interface HandshakeMessage {
  /** Undefined for a type that is not in `messageTypes`. */
  readonly name: MessageName | undefined
  readonly body: Uint8Array
  /** The message with its header, as it goes into the transcript. */
  readonly raw: Uint8Array
}

export function encodeMessage(name: MessageName, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const { length } = body
  return concatenate(Uint8Array.of(messageTypes[name], length >> 16, (length >> 8) & 0xff, length & 0xff), body)
}

const headerLength = 4
/** BoringSSL's limits. `maxList` is for messages with a list of certificates or of authorities' names. */
const maxList = 100 * 1024
const maxMessage = 16_384
const withLists: ReadonlySet<MessageName | undefined> = new Set(['certificate', 'certificate_request'])

/** Joins handshake messages from the fragments that records bring. */
export class MessageReader {
  #bytes: Uint8Array = new Uint8Array(0)
  /** The buffer that fragments are joined in. It begins with `#bytes` and has room behind them. */
  #joined: Uint8Array | undefined

  /** Takes the content of a record. It is not copied if no fragment waits. */
  push(fragment: Uint8Array): void {
    if (this.#bytes.length === 0) {
      this.#bytes = fragment
      this.#joined = undefined
      return
    }
    const length = this.#bytes.length + fragment.length
    if (this.#joined === undefined || this.#joined.length < length) {
      // The buffer doubles, so that a message in many small fragments is not copied for each of them.
      const larger = new Uint8Array(2 * length)
      larger.set(this.#bytes)
      this.#joined = larger
    }
    this.#joined.set(fragment, this.#bytes.length)
    this.#bytes = this.#joined.subarray(0, length)
  }

  /** Whether a message, or a part of a message, has not been taken. */
  get pending(): boolean {
    return this.#bytes.length > 0
  }

  next(): HandshakeMessage | undefined {
    const bytes = this.#bytes
    if (bytes.length < headerLength) return undefined
    const name = nameByType.get(bytes[0] ?? 0)
    const length = ((bytes[1] ?? 0) << 16) | ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0)
    if (length > (withLists.has(name) ? maxList : maxMessage)) {
      throw new TlsFault('illegal_parameter', 'the message is too long')
    }
    const end = headerLength + length
    if (bytes.length < end) return undefined
    this.#bytes = bytes.subarray(end)
    this.#joined = this.#joined?.subarray(end)
    return { name, body: bytes.subarray(headerLength, end), raw: bytes.subarray(0, end) }
  }
}
