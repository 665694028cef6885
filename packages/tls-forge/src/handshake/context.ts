/**
 * What a client handshake is given, what it does to the connection, and what it knows while it runs.
 */
import type { TlsVersion } from '@chrome-socket/api/backend'
import type { ServerRefusal, ServerVerdict } from '@chrome-socket/x509'
import type { CryptoProvider, GroupName, KeyShare, SigningKey } from '../crypto/provider.ts'
import { toHex } from '../bytes/bytes.ts'
import type { CipherSuite } from '../wire/cipher-suites.ts'
import type { ExtensionName } from '../wire/extensions.ts'
import type { NegotiableVersion } from '../wire/versions.ts'
import type { RecordProtection } from '../records/record-protection.ts'
import type { Secrets12 } from './connection-keys-12.ts'
import type { LeafCertificate } from './leaf-certificate.ts'
import { maxPerServer as maxKept, type Session, type SessionStore } from './session.ts'
import type { Secrets13 } from './traffic-keys-13.ts'
import { Transcript } from './transcript.ts'

/** Is the server the one it is taken for? */
export type PeerVerdict = ServerVerdict

export interface ClientCertificate {
  /** DER, the client's own first. */
  readonly chain: readonly Uint8Array[]
  readonly key: SigningKey
}

export interface ClientOptions {
  readonly crypto: CryptoProvider
  /** A host name or an IP literal; only a name is sent. */
  readonly serverName: string
  readonly minVersion: NegotiableVersion
  readonly maxVersion: NegotiableVersion
  /** To offer, in order of preference, of any version. */
  readonly suites: readonly CipherSuite[]
  readonly groups: readonly GroupName[]
  /** A server of the time before TLS 1.2 may answer too: then the handshake ends in a `LegacyVersionFault`. */
  readonly legacyVersions?: boolean
  readonly alpnProtocols: readonly string[]
  readonly clientCertificate: ClientCertificate | undefined
  readonly sessions: SessionStore | undefined
  /** Never rejects. `chain` is DER, the server's own first. */
  readonly verifyPeer: (chain: readonly Uint8Array[]) => Promise<PeerVerdict>
  /** Gets one line of an NSS key log, without its line feed. */
  readonly keyLog: ((line: string) => void) | undefined
  /** In milliseconds since 1970. */
  readonly now: () => number
}

/** What a handshake does to the connection it is for. */
export interface HandshakeChannel {
  /** A handshake message; it has been added to the transcript, or belongs to none. `sent`: it has left. */
  send(message: Uint8Array, sent?: () => void): void
  /** Goes out with the next message. */
  sendChangeCipherSpec(): void
  /** From the next record on. */
  protectWrites(protection: RecordProtection): void
  protectReads(protection: RecordProtection): void
  agreeOn(version: NegotiableVersion): void
  /** Has all that came in handshake records been taken? It must, where keys change. */
  isDrained(): boolean
  /** The handshake is complete. */
  secured(connection: NegotiatedConnection): void
  /** The server has renewed its key. Throws when it does so too often. */
  countKeyUpdate(): void
  /** The server wants our key renewed, before we send more application data. */
  keyUpdateRequested(): void
}

/** What client and server have negotiated. */
export interface NegotiatedConnection {
  readonly version: TlsVersion
  /** As in the IANA registry: `TLS_AES_128_GCM_SHA256`. */
  readonly cipherSuite: string
  /** Of the key exchange; absent where a session of TLS 1.2 has been resumed, and in older versions. */
  readonly group?: GroupName
  readonly alpnProtocol?: string
  /** The server's certificates in DER, its own first, as it sent them. */
  readonly peerChain: readonly Uint8Array[]
  /** Has an earlier session been resumed? */
  readonly resumed: boolean
}

/** What a server asked of a client certificate. */
export interface CertificateRequest {
  readonly schemeIds: readonly number[]
  /** ClientCertificateType, in TLS 1.2 alone. */
  readonly certificateTypes?: readonly number[]
}

/** What is known of a handshake under way; each message adds to it. */
export class HandshakeContext {
  readonly options: ClientOptions
  readonly channel: HandshakeChannel
  readonly transcript: Transcript

  // The ClientHello.
  readonly random: Uint8Array
  clientHello: Uint8Array = new Uint8Array(0)
  sessionId: Uint8Array = new Uint8Array(0)
  keyShares: KeyShare[] = []
  offeredSession: Session | undefined
  /** The offered session, once the server goes on with it. */
  takenUp: Session | undefined
  cookie: Uint8Array | undefined
  readonly offered: Set<ExtensionName> = new Set()
  retried = false

  // What the server has chosen.
  version: NegotiableVersion | undefined
  suite: CipherSuite | undefined
  group: GroupName | undefined
  alpnProtocol: string | undefined

  // Who the server is.
  peerChain: readonly Uint8Array[] = []
  peerLeaf: LeafCertificate | undefined
  peerVerdict: Promise<PeerVerdict> | undefined
  /** A verdict that the user may overrule, once the server has proved its key. */
  peerRefusal: ServerRefusal | undefined
  peerExpiresAt = 0

  certificateRequest: CertificateRequest | undefined
  secrets12: Secrets12 | undefined
  secrets13: Secrets13 | undefined

  /** The sessions of this connection that may still be in the store. */
  readonly #kept: Session[] = []

  constructor(options: ClientOptions, channel: HandshakeChannel) {
    this.options = options
    this.channel = channel
    this.transcript = new Transcript(options.crypto, options.clientCertificate !== undefined)
    this.random = options.crypto.randomBytes(32)
  }

  offers(version: NegotiableVersion): boolean {
    return this.options.minVersion <= version && version <= this.options.maxVersion
  }

  get resumed(): boolean {
    return this.takenUp !== undefined
  }

  get offersLegacy(): boolean {
    return this.options.legacyVersions === true
  }

  get negotiated(): NegotiatedConnection {
    const { version, suite, group, alpnProtocol, peerChain, resumed } = this
    if (version === undefined || suite === undefined) throw new Error('the handshake is not complete')
    return {
      version,
      cipherSuite: suite.name,
      ...(group !== undefined && { group }),
      ...(alpnProtocol !== undefined && { alpnProtocol }),
      peerChain,
      resumed,
    }
  }

  keepSession(session: Session): void {
    this.#kept.push(session)
    if (this.#kept.length > maxKept) this.#kept.shift()
    this.options.sessions?.put(session)
  }

  /** What a connection that has failed has left is not to be used (RFC 5246, section 7.2.2; RFC 8446, section 6.2). */
  dropSessions(): void {
    for (const session of this.#kept.splice(0)) this.options.sessions?.drop(session)
  }

  /** Sends a handshake message that is part of the transcript. */
  send(message: Uint8Array): void {
    this.transcript.add(message)
    this.channel.send(message)
  }

  /** See "NSS Key Log Format", Mozilla's documentation of NSS. */
  logKey(label: string, secret: Uint8Array): void {
    this.options.keyLog?.(`${label} ${toHex(this.random)} ${toHex(secret)}`)
  }
}
