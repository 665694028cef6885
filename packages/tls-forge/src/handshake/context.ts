/**
 * The options of a client handshake, its effects on the connection, and the data that all of its states share. Everything
 * else that a state needs is in the state itself (`state.ts`).
 */
import type { SecureConnection, ServerVerdict } from '@chrome-socket/x509'
import { toHex } from '../bytes/bytes.ts'
import type { CryptoProvider, GroupName, SigningKey } from '../crypto/provider.ts'
import type { RecordProtection } from '../records/record-protection.ts'
import type { CipherSuite } from '../wire/cipher-suites.ts'
import { TlsFault } from '../wire/fault.ts'
import type { NegotiableVersion } from '../wire/versions.ts'
import { ConnectionSessions, type SessionStore } from './session.ts'
import type { TrafficKey13 } from './traffic-keys-13.ts'
import { Transcript } from './transcript.ts'

/** Is the server the one it is taken for? */
export type PeerVerdict = ServerVerdict

/** The result of a handshake. */
export type NegotiatedConnection = Omit<SecureConnection, 'serverName'>

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
  /** A server older than TLS 1.2 may answer too: then the handshake ends in a `LegacyVersionFault`. */
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

/** The effects of a handshake on its connection. */
export interface HandshakeChannel {
  /** Sends a handshake message. `sent` is called when it has left. */
  send(message: Uint8Array, sent?: () => void): void
  /** Sends a ChangeCipherSpec together with the next message. */
  sendChangeCipherSpec(): void
  /** Protects what is sent from the next record on. */
  protectWrites(protection: RecordProtection): void
  /** Opens what is received by `protection` from the next record on. */
  protectReads(protection: RecordProtection): void
  agreeOn(version: NegotiableVersion): void
  /** Has all that came in handshake records been taken? It must, where keys change. */
  isDrained(): boolean
  /** The server has asked for a client certificate. */
  certificateRequested(): void
  /** The handshake is complete. `writeKey` is that of TLS 1.3, which can be renewed. */
  secured(connection: NegotiatedConnection, writeKey?: TrafficKey13): void
  /** The server has renewed its key. Throws when it does so too often. */
  countKeyUpdate(): void
  /** The server wants our key renewed before we send more application data. */
  keyUpdateRequested(): void
}

export class HandshakeContext {
  readonly options: ClientOptions
  readonly channel: HandshakeChannel
  readonly transcript: Transcript
  readonly sessions: ConnectionSessions
  /** The random of the ClientHello. */
  readonly random: Uint8Array

  constructor(options: ClientOptions, channel: HandshakeChannel) {
    this.options = options
    this.channel = channel
    this.transcript = new Transcript(options.crypto, options.clientCertificate !== undefined)
    this.sessions = new ConnectionSessions(options.sessions)
    this.random = options.crypto.randomBytes(32)
  }

  offers(version: NegotiableVersion): boolean {
    return this.options.minVersion <= version && version <= this.options.maxVersion
  }

  get offersLegacy(): boolean {
    return this.options.legacyVersions === true
  }

  /** Keys change here, or a flight has ended: throws where something is left over of what came before. */
  requireDrained(): void {
    if (this.channel.isDrained()) return
    throw new TlsFault('unexpected_message', 'handshake data crosses a change of keys')
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
