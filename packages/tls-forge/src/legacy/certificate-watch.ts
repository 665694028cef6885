/**
 * Reads the version, the application protocol and the certificates from the server's bytes, which forge reads as
 * well. All of them come before encryption begins. Malformed messages are left to forge, which refuses them.
 */
import { Set } from '../bytes/globals.ts'
import { readServerHello } from '../handshake/server-hello.ts'
import { readExtensions, type ExtensionRules } from '../wire/extensions.ts'
import { MessageReader } from '../wire/handshake-message.ts'
import { Reader } from '../wire/reader.ts'
import { contentType, maxCiphertext } from '../records/record.ts'
import { RecordReader } from '../records/record-reader.ts'

const onlyAlpn: ExtensionRules = { solicited: undefined, allowed: new Set(['alpn']), duplicate: 'decode_error' }

export class CertificateWatch {
  readonly #records = new RecordReader()
  readonly #messages = new MessageReader()
  #done = false
  #version: number | undefined
  #alpn: Uint8Array | undefined
  #chain: readonly Uint8Array[] | undefined

  /** The version in the ServerHello. */
  get version(): number | undefined {
    return this.#version
  }

  /** The ALPN extension of the ServerHello, if it is there. */
  get alpn(): Uint8Array | undefined {
    return this.#alpn
  }

  /** The certificates in DER, the server's own certificate first. */
  get chain(): readonly Uint8Array[] | undefined {
    return this.#chain
  }

  push(bytes: Uint8Array): void {
    if (this.#done) return
    try {
      this.#records.push(bytes)
      this.#read()
    } catch {
      this.#done = true
    }
  }

  #read(): void {
    while (!this.#done) {
      const record = this.#records.next({ isProtected: false, maxLength: maxCiphertext['tls1.2'] })
      if (record === undefined) return
      if (record.type !== contentType.handshake) {
        this.#done = record.type === contentType.changeCipherSpec
        continue
      }
      this.#messages.push(record.body)
      for (let message = this.#messages.next(); message !== undefined; message = this.#messages.next()) {
        if (message.name === 'server_hello') this.#readHello(message.body)
        else if (message.name === 'certificate') {
          const list = new Reader(new Reader(message.body).vector(3))
          const chain: Uint8Array[] = []
          while (list.remaining > 0) chain.push(list.vector(3, 1).slice())
          this.#chain = chain
          this.#done = true
          return
        }
      }
    }
  }

  #readHello(body: Uint8Array): void {
    const hello = readServerHello(body)
    this.#version = hello.legacyVersion
    this.#alpn = readExtensions(hello.extensions, onlyAlpn).get('alpn')?.slice()
  }
}
