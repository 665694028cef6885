/**
 * TLS 1.0 and 1.1 (RFC 2246, RFC 4346) by forge's own client, with the name and the chain checked here: forge checks
 * no name, and its path checking is not ours. No data goes out, and none comes in, before that check has ended well.
 */
import { NetError } from '@chrome-socket/api/backend'
import forge from 'node-forge'
import { chosenProtocol } from '../handshake/alpn.ts'
import type { ClientOptions, PeerVerdict } from '../handshake/context.ts'
import { isIpLiteral } from '../handshake/client-hello.ts'
import type { EngineEvents, SecureEngine } from '../secure-engine.ts'
import type { LegacyRange } from '../version-range.ts'
import { equalBytes, toHex } from '../wire/bytes.ts'
import { TlsFault } from '../wire/fault.ts'
import { parseCertificate } from '@chrome-socket/x509'
import { CertificateWatch } from './certificate-watch.ts'
import {
  alertRecord,
  connectForge,
  keyInUse,
  suiteNames,
  toBinary,
  toBytes,
  type ForgeConnection,
} from './forge-connection.ts'
import { faultOfForge, versionFault } from './forge-fault.ts'

const minorOf = { tls1: 1, 'tls1.1': 2 } as const
const maxPiece = 16_384

export class ForgeEngine implements SecureEngine {
  readonly buffered = 0
  readonly opening = false
  readonly #options: ClientOptions
  readonly #range: LegacyRange
  readonly #events: EngineEvents
  readonly #forge: ForgeConnection
  readonly #watch = new CertificateWatch()
  readonly #hello: { readonly message: Uint8Array; readonly random: Uint8Array } | undefined
  #verdict: Promise<PeerVerdict> | undefined
  #connection: SecureEngine['connection'] | undefined
  #sent: () => void = () => {}
  #muted = false
  /** The handshake is complete, the certificate is being checked. */
  #judging = false
  /** What came before that check had ended. */
  #early: Uint8Array[] = []
  #endedEarly = false
  #secured = false
  #over = false

  /** `hello` is a ClientHello that has been sent already, to go on from. */
  constructor(
    options: ClientOptions,
    range: LegacyRange,
    events: EngineEvents,
    hello?: { readonly message: Uint8Array; readonly random: Uint8Array },
  ) {
    this.#options = options
    this.#range = range
    this.#events = events
    this.#hello = hello
    this.#forge = connectForge({
      ...(!isIpLiteral(options.serverName) && { virtualHost: options.serverName }),
      connected: () => this.#connected(),
      tlsDataReady: () => this.#flush(),
      dataReady: ({ data }) => this.#data(toBytes(data.getBytes())),
      closed: () => this.#ended(),
      error: (_, alert) => this.#fail(faultOfForge(alert, this.#watch.chain)),
    })
  }

  get connection(): SecureEngine['connection'] {
    if (this.#connection === undefined) throw new Error('the handshake is not complete')
    return this.#connection
  }

  start(): void {
    this.#forge.version = { major: 3, minor: minorOf[this.#range.max] }
    this.#muted = this.#hello !== undefined
    this.#forge.handshake()
    this.#muted = false
    if (this.#hello === undefined) return
    // Forge has made a ClientHello of its own, which nobody gets: it goes on from the one that was sent.
    const { session } = this.#forge
    const message = toBinary(this.#hello.message)
    session.sp.client_random = toBinary(this.#hello.random)
    // It goes into the premaster secret, against a downgrade (RFC 4346, section 7.4.7.1).
    session.clientHelloVersion = { major: 3, minor: 3 }
    session.md5 = forge.md.md5.create().update(message)
    session.sha1 = forge.md.sha1.create().update(message)
  }

  receive(bytes: Uint8Array): void {
    if (this.#over) return
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
      // Forge throws for some of what it cannot read, where it should end the connection.
      this.#fail(new TlsFault('decode_error', 'forge could not read what the server sent'))
    }
  }

  receiveEnd(): void {
    this.#ended()
  }

  receiveFailure(netError: number): void {
    // The server has said its end: only the check of its certificate is waited for.
    if (this.#endedEarly) return
    this.#fail(new TlsFault(undefined, 'the connection beneath has failed', netError))
  }

  write(bytes: Uint8Array, written: () => void): void {
    if (this.#over) return
    for (let at = 0; at < bytes.length; at += maxPiece) {
      this.#sent = at + maxPiece >= bytes.length ? written : () => {}
      this.#forge.prepare(toBinary(bytes.subarray(at, at + maxPiece)))
    }
    if (bytes.length === 0) written()
  }

  close(sent: () => void): void {
    if (!this.#over) {
      this.#over = true
      this.#forge.close()
    }
    this.#events.output(new Uint8Array(0), sent)
  }

  #flush(): void {
    const bytes = toBytes(this.#forge.tlsData.getBytes())
    const sent = this.#sent
    this.#sent = () => {}
    if (!this.#muted) this.#events.output(bytes, sent)
  }

  #connected(): void {
    this.#judging = true
    // Forge forgets its session when the server closes, which it may have done by the end of the check.
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
    this.#judge(isProved).catch(() =>
      this.#fail(new TlsFault('internal_error', 'the certificate could not be checked')),
    )
  }

  async #judge(isProved: boolean): Promise<void> {
    const verdict = await this.#verdict
    if (verdict === undefined) throw new Error('no certificate has been seen')
    if (this.#over) return
    if (!verdict.ok) {
      this.#fail(new TlsFault(verdict.alert, verdict.reason, verdict.error))
      return
    }
    if (!isProved) {
      this.#fail(new TlsFault('illegal_parameter', 'the server has proved another key than that of its certificate'))
      return
    }
    this.#secured = true
    this.#events.secured()
    for (const bytes of this.#early) this.#events.data(bytes)
    this.#early = []
    if (this.#endedEarly) this.#ended()
  }

  /**
   * Has forge encrypted to the key in `certificate`? Forge reads messages where we see none, as in the body of
   * a HelloRequest, so that a server could show one certificate here and another one there.
   */
  #isKeyOf(certificate: Uint8Array | undefined): boolean {
    const used = keyInUse(this.#forge)
    if (used === undefined || certificate === undefined) return false
    try {
      return equalBytes(used, parseCertificate(certificate).spki)
    } catch {
      // The verdict says what is wrong with it.
      return false
    }
  }

  #data(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    if (this.#secured) this.#events.data(bytes)
    else this.#early.push(bytes)
  }

  #ended(): void {
    if (this.#over) return
    if (this.#judging && !this.#secured) {
      this.#endedEarly = true
      return
    }
    if (!this.#secured) {
      this.receiveFailure(NetError.ERR_CONNECTION_CLOSED)
      return
    }
    this.#over = true
    this.#events.ended()
  }

  #fail(fault: TlsFault): void {
    if (this.#over) return
    this.#over = true
    const alert = fault.alert && alertRecord(this.#forge, fault.alert)
    if (alert !== undefined) this.#events.output(alert, () => {})
    this.#events.failed(fault)
  }
}
