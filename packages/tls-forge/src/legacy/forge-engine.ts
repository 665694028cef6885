/**
 * TLS 1.0 and 1.1 (RFC 2246, RFC 4346) by forge's own client. Forge checks no host name, and checks paths by other
 * rules, so the name and the chain are checked here. No data leaves or arrives before that check has succeeded.
 */
import { Error, Uint8Array } from '../bytes/globals.ts'
import { NetError } from '@chrome-socket/api/backend'
import { parseCertificate } from '@chrome-socket/x509'
import forge from 'node-forge'
import { equalBytes, toHex } from '../bytes/bytes.ts'
import type { EngineEvents, EngineState, SecureEngine } from '../engine/secure-engine.ts'
import { chosenProtocol } from '../handshake/alpn.ts'
import { isIpLiteral } from '../handshake/client-hello.ts'
import type { ClientOptions, NegotiatedConnection, PeerVerdict } from '../handshake/context.ts'
import type { LegacyRange } from '../handshake/version-range.ts'
import { ReceivedPlaintext } from '../records/received-plaintext.ts'
import { TlsFault } from '../wire/fault.ts'
import { CertificateWatch } from './certificate-watch.ts'
import { alertRecord, connectForge, keyInUse, suiteNames, type ForgeConnection } from './forge-connection.ts'
import { toBinary, toBytes } from '../crypto/forge-bytes.ts'
import { faultOfForge, versionFault } from './forge-fault.ts'

const minorOf = { tls1: 1, 'tls1.1': 2 } as const
const maxPiece = 16_384

/** A ClientHello that another engine has sent. */
interface SentClientHello {
  readonly message: Uint8Array
  readonly random: Uint8Array
}

export class ForgeEngine implements SecureEngine {
  readonly #options: ClientOptions
  readonly #range: LegacyRange
  readonly #events: EngineEvents
  readonly #forge: ForgeConnection
  readonly #watch = new CertificateWatch()
  readonly #hello: SentClientHello | undefined
  /** The server's data. It is not given out before the certificate has been checked. */
  readonly #plaintext = new ReceivedPlaintext()
  #state: EngineState = 'handshake'
  #fault: TlsFault | undefined
  #verdict: Promise<PeerVerdict> | undefined
  #connection: NegotiatedConnection | undefined
  /** The result with which the server's side or the connection beneath has ended: 0, or a net error. */
  #transportEnd: number | undefined
  #sent: () => void = () => {}
  #isMuted = false
  #isClosed = false

  /** `hello` is a ClientHello that has been sent already. The handshake continues from it. */
  constructor(options: ClientOptions, range: LegacyRange, events: EngineEvents, hello?: SentClientHello) {
    this.#options = options
    this.#range = range
    this.#events = events
    this.#hello = hello
    this.#forge = connectForge({
      ...(!isIpLiteral(options.serverName) && { virtualHost: options.serverName }),
      connected: () => this.#connected(),
      tlsDataReady: () => this.#flush(),
      dataReady: ({ data }) => {
        const bytes = toBytes(data.getBytes())
        if (bytes.length > 0) this.#plaintext.push(bytes)
      },
      closed: () => this.#end(0),
      error: (_, alert) => this.#fail(faultOfForge(alert, this.#watch.chain)),
    })
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
    return this.#plaintext.length
  }

  start(): void {
    this.#forge.version = { major: 3, minor: minorOf[this.#range.max] }
    this.#isMuted = this.#hello !== undefined
    this.#forge.handshake()
    this.#isMuted = false
    if (this.#hello === undefined) return
    // Forge has made its own ClientHello, which is not sent. Its session is changed to continue from `hello`.
    const { session } = this.#forge
    const message = toBinary(this.#hello.message)
    session.sp.client_random = toBinary(this.#hello.random)
    // The premaster secret contains the offered version, against a downgrade (RFC 4346, section 7.4.7.1).
    session.clientHelloVersion = { major: 3, minor: 3 }
    session.md5 = forge.md.md5.create().update(message)
    session.sha1 = forge.md.sha1.create().update(message)
  }

  receive(bytes: Uint8Array): void {
    if (this.#isOver) return
    this.#watch.push(bytes)
    const { chain, version } = this.#watch
    if (version !== undefined && version < 0x0300 + minorOf[this.#range.min]) {
      this.#fail(versionFault('protocol_version'))
      return
    }
    if (chain !== undefined) this.#verdict ??= this.#options.verifyPeer(chain)
    try {
      this.#forge.process(toBinary(bytes))
    } catch {
      // Forge throws for some malformed messages instead of ending the connection.
      this.#fail(new TlsFault('decode_error', 'forge could not read a message of the server'))
    }
  }

  receiveEnd(): void {
    this.#end(0)
  }

  receiveFailure(netError: number): void {
    this.#end(netError)
  }

  isReadable(max: number): boolean {
    return this.#state !== 'handshake' && this.#plaintext.isReadable(max, false)
  }

  take(max: number): Uint8Array<ArrayBuffer> {
    return this.#plaintext.take(this.#state === 'handshake' ? 0 : max)
  }

  write(bytes: Uint8Array, written: () => void): void {
    if (this.#isOver) return
    for (let at = 0; at < bytes.length; at += maxPiece) {
      this.#sent = at + maxPiece >= bytes.length ? written : () => {}
      this.#forge.prepare(toBinary(bytes.subarray(at, at + maxPiece)))
    }
    if (bytes.length === 0) this.#events.output(bytes, written)
  }

  close(sent: () => void): void {
    if (!this.#isOver) {
      this.#isClosed = true
      this.#forge.close()
    }
    this.#plaintext.clear()
    this.#events.output(new Uint8Array(0), sent)
  }

  /** Whether no more bytes are processed. */
  get #isOver(): boolean {
    return this.#isClosed || this.#state === 'ended' || this.#state === 'failed'
  }

  #flush(): void {
    const bytes = toBytes(this.#forge.tlsData.getBytes())
    const sent = this.#sent
    this.#sent = () => {}
    if (!this.#isMuted) this.#events.output(bytes, sent)
  }

  #connected(): void {
    // These are read now, because forge drops its session when the server closes, which may happen during the check.
    const id = this.#forge.session.cipherSuite?.id
    const { client_random: random, master_secret: master } = this.#forge.session.sp
    if (master !== null) this.#options.keyLog?.(`CLIENT_RANDOM ${toHex(toBytes(random))} ${toHex(toBytes(master))}`)
    let alpnProtocol: string | undefined
    try {
      alpnProtocol = chosenProtocol(this.#hello === undefined ? [] : this.#options.alpnProtocols, this.#watch.alpn)
    } catch (error) {
      if (!(error instanceof TlsFault)) throw error
      this.#fail(error)
      return
    }
    this.#connection = {
      version: this.#forge.version.minor === minorOf.tls1 ? 'tls1' : 'tls1.1',
      cipherSuite: suiteNames[((id?.[0] ?? 0) << 8) | (id?.[1] ?? 0)] ?? 'unknown',
      ...(alpnProtocol !== undefined && { alpnProtocol }),
      peerChain: this.#watch.chain ?? [],
      resumed: false,
    }
    const isProved = this.#isKeyOf(this.#watch.chain?.[0])
    this.#judge(isProved)
      .catch(() => this.#fail(new TlsFault('internal_error', 'the certificate could not be checked')))
      .then(() => this.#events.changed())
  }

  async #judge(isProved: boolean): Promise<void> {
    let verdict = await this.#verdict
    if (verdict === undefined) throw new Error('no certificate has been seen')
    if (!verdict.ok && isProved && verdict.appeal !== undefined) verdict = await verdict.appeal()
    if (this.#isOver) return
    if (!verdict.ok) {
      this.#fail(new TlsFault(verdict.alert, verdict.reason, verdict.error))
      return
    }
    if (!isProved) {
      this.#fail(new TlsFault('illegal_parameter', 'the server has proved a key that is not in its certificate'))
      return
    }
    this.#state = 'open'
    if (this.#transportEnd !== undefined) this.#end(this.#transportEnd)
  }

  /**
   * Whether forge has encrypted to the key in `certificate`. Forge finds messages where `CertificateWatch` finds
   * none, as in the body of a HelloRequest, so a server could show each of them another certificate.
   */
  #isKeyOf(certificate: Uint8Array | undefined): boolean {
    const used = keyInUse(this.#forge)
    if (used === undefined || certificate === undefined) return false
    try {
      return equalBytes(used, parseCertificate(certificate).spki)
    } catch {
      // The verdict reports the fault of such a certificate.
      return false
    }
  }

  /** Ends the server's side. The end waits while the certificate is being checked. */
  #end(result: number): void {
    if (this.#isOver) return
    this.#transportEnd ??= result
    const end = this.#transportEnd
    if (this.#state === 'handshake' && this.#connection !== undefined) return
    if (this.#state === 'open' && end === 0) this.#state = 'ended'
    else {
      const netError = end === 0 ? NetError.ERR_CONNECTION_CLOSED : end
      this.#fail(new TlsFault(undefined, 'the connection beneath has failed', netError))
    }
  }

  #fail(fault: TlsFault): void {
    if (this.#isOver) return
    this.#state = 'failed'
    this.#fault = fault
    const alert = fault.alert && alertRecord(this.#forge, fault.alert)
    if (alert !== undefined) this.#events.output(alert, () => {})
  }
}
