/**
 * The options of a client handshake, its effects on the connection, and the data that all states share. Each state in
 * `state.ts` holds the rest of the data that it needs.
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

/** The verdict on the server's certificates. */
export type PeerVerdict = ServerVerdict

/** The result of a handshake. */
export type NegotiatedConnection = Omit<SecureConnection, 'serverName'>

export interface ClientCertificate {
  /** The certificates in DER, the client's own certificate first. */
  readonly chain: readonly Uint8Array[]
  readonly key: SigningKey
}

export interface ClientOptions {
  readonly crypto: CryptoProvider
  /** A host name or an IP literal. Only a host name is sent. */
  readonly serverName: string
  readonly minVersion: NegotiableVersion
  readonly maxVersion: NegotiableVersion
  /** The cipher suites to offer, of any version, in order of preference. */
  readonly suites: readonly CipherSuite[]
  readonly groups: readonly GroupName[]
  /** Also accepts a server that chooses a version before TLS 1.2. The handshake then ends in a `LegacyVersionFault`. */
  readonly legacyVersions?: boolean
  readonly alpnProtocols: readonly string[]
  readonly clientCertificate: ClientCertificate | undefined
  readonly sessions: SessionStore | undefined
  /** Checks the server's certificates, which are in DER, the server's own certificate first. Never rejects. */
  readonly verifyPeer: (chain: readonly Uint8Array[]) => Promise<PeerVerdict>
  /** Gets a line of an NSS key log, without its line feed. */
  readonly keyLog: ((line: string) => void) | undefined
  /** The clock, in milliseconds since 1970. */
  readonly now: () => number
}

/** The effects of a handshake on its connection. */
export interface HandshakeChannel {
  /** Sends a handshake message. `sent` is called when it has left. */
  send(message: Uint8Array, sent?: () => void): void
  /** Sends a ChangeCipherSpec together with the next message. */
  sendChangeCipherSpec(): void
  /** Protects the records that are sent, from the next record on. */
  protectWrites(protection: RecordProtection): void
  /** Opens the received records by `protection`, from the next record on. */
  protectReads(protection: RecordProtection): void
  agreeOn(version: NegotiableVersion): void
  /** Whether all received handshake data has been taken. It must be before keys change. */
  isDrained(): boolean
  /** Says that the server has asked for a client certificate. */
  certificateRequested(): void
  /** Says that the handshake is complete. `writeKey` is the write key of TLS 1.3, which can be updated. */
  secured(connection: NegotiatedConnection, writeKey?: TrafficKey13): void
  /** Counts a KeyUpdate of the server. Throws if there are too many. */
  countKeyUpdate(): void
  /** Says that the server wants us to update our key before we send more application data. */
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

  /** Throws if handshake data is left over where keys change or a flight ends. */
  requireDrained(): void {
    if (this.channel.isDrained()) return
    throw new TlsFault('unexpected_message', 'handshake data crosses a change of keys')
  }

  /** Sends a handshake message that is part of the transcript. */
  send(message: Uint8Array): void {
    this.transcript.add(message)
    this.channel.send(message)
  }

  /** Writes a line of the key log. Source: "NSS Key Log Format" in Mozilla's documentation of NSS. */
  logKey(label: string, secret: Uint8Array): void {
    this.options.keyLog?.(`${label} ${toHex(this.random)} ${toHex(secret)}`)
  }
}
