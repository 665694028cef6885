/**
 * The states of a client handshake, each with its data. As in rustls, a state holds exactly the data that the messages
 * of that state need.
 *
 * TLS 1.3 (RFC 8446, appendix A.1):
 *
 *     wait_server_hello ──► wait_encrypted_extensions ──► wait_certificate_or_request_13 ──► wait_certificate_13
 *                                     │ (resumed)                     │                             │
 *                                     ▼                               ▼                             │
 *           connected_13 ◄── wait_finished_13 ◄──────── wait_certificate_verify ◄───────────────────┘
 *
 * TLS 1.2 (RFC 5246, section 7.3):
 *
 *     wait_server_hello ──► wait_certificate_12 ──► wait_server_key_exchange ──► wait_certificate_request_or_done
 *             │ (resumed)                                                                │           │
 *             ▼                                                                          ▼           ▼
 *     wait_new_session_ticket, or ◄─────────────────────────────────────────────────── wait_server_hello_done
 *     wait_change_cipher_spec ──► wait_finished_12 ──► connected_12
 */
import type { GroupName, KeyShare } from '../crypto/provider.ts'
import type { RecordProtection } from '../records/record-protection.ts'
import type { CipherSuite12, CipherSuite13 } from '../wire/cipher-suites.ts'
import type { ExtensionName } from '../wire/extensions.ts'
import type { HandshakeMessage, MessageName } from '../wire/handshake-message.ts'
import type { HandshakeContext, PeerVerdict } from './context.ts'
import type { KeySchedule13 } from './key-schedule-13.ts'
import type { CertificateRequest } from './certificate-request.ts'
import type { CheckedPeer, ServerCertificate } from './server-certificate.ts'
import type { Session } from './session.ts'
import type { TrafficKey13 } from './traffic-keys-13.ts'

/** The data of a ClientHello that has been sent. */
export interface SentHello {
  readonly message: Uint8Array
  readonly sessionId: Uint8Array
  readonly keyShares: readonly KeyShare[]
  /** The session that the ClientHello offers to resume. */
  readonly session: Session | undefined
  /** The extensions of the ClientHello, which the server may answer. */
  readonly extensions: ReadonlySet<ExtensionName>
  /** The cipher suite of the HelloRetryRequest, if the ClientHello answers a HelloRetryRequest. */
  readonly retrySuite: CipherSuite13 | undefined
}

/** The data after the ServerHello of TLS 1.3. */
export interface Hello13 {
  readonly suite: CipherSuite13
  readonly group: GroupName
  readonly schedule: KeySchedule13
  /** The handshake traffic secrets. */
  readonly clientSecret: Uint8Array
  readonly serverSecret: Uint8Array
  /** The session that has been resumed. */
  readonly session: Session | undefined
  readonly extensions: ReadonlySet<ExtensionName>
}

/** The data after the EncryptedExtensions. */
export interface Negotiated13 extends Hello13 {
  readonly alpnProtocol: string | undefined
  readonly certificateRequest?: CertificateRequest
}

/** The data after the ServerHello of TLS 1.2. */
export interface Hello12 {
  readonly suite: CipherSuite12
  readonly serverRandom: Uint8Array
  readonly serverSessionId: Uint8Array
  readonly extendedMasterSecret: boolean
  readonly ticketExpected: boolean
  readonly alpnProtocol: string | undefined
  /** The key shares that were made for TLS 1.3. They have not been used. */
  readonly keyShares: readonly KeyShare[]
}

/** The data after the Certificate of TLS 1.2, which has been checked. */
export interface Certified12 extends Hello12 {
  readonly certificate: ServerCertificate
  readonly verdict: PeerVerdict
  /** The server's half of an ECDHE key exchange. */
  readonly serverShare?: { readonly group: GroupName; readonly publicKey: Uint8Array }
  readonly certificateRequest?: CertificateRequest
}

/** The data once the keys of TLS 1.2 are known. */
export interface Keys12 extends Hello12 {
  readonly master: Uint8Array
  readonly peer: CheckedPeer
  readonly group: GroupName | undefined
  /** The protection of the records after the server's ChangeCipherSpec. */
  readonly reads: RecordProtection
  /**
   * The session that is resumed, if any. The client then sends its Finished after the server's, protected by
   * `writes`.
   */
  readonly resumed: { readonly session: Session; readonly writes: RecordProtection } | undefined
  readonly newTicket?: { readonly ticket: Uint8Array; readonly lifetime: number }
}

/** The data of each state. */
interface StateData {
  readonly wait_server_hello: SentHello
  readonly wait_encrypted_extensions: Hello13
  readonly wait_certificate_or_request_13: Negotiated13
  readonly wait_certificate_13: Negotiated13
  readonly wait_certificate_verify: Negotiated13 & { readonly certificate: ServerCertificate }
  readonly wait_finished_13: Negotiated13 & { readonly peer: CheckedPeer }
  readonly connected_13: {
    readonly suite: CipherSuite13
    readonly schedule: KeySchedule13
    readonly resumptionSecret: Uint8Array
    readonly readKey: TrafficKey13
    readonly peer: CheckedPeer
  }
  readonly wait_certificate_12: Hello12
  readonly wait_server_key_exchange: Certified12
  readonly wait_certificate_request_or_done: Certified12
  readonly wait_server_hello_done: Certified12
  readonly wait_new_session_ticket: Keys12
  readonly wait_change_cipher_spec: Keys12
  readonly wait_finished_12: Keys12
  readonly connected_12: object
}

export type StateName = keyof StateData
export type StateOf<Name extends StateName> = { readonly name: Name } & StateData[Name]
export type State = { readonly [Name in StateName]: StateOf<Name> }[StateName]

/**
 * A message that leads to another state. A ChangeCipherSpec is not a handshake message, but in TLS 1.2 it has its
 * place among them.
 */
export type Step = MessageName | 'change_cipher_spec'

/** Handles a message and returns the next state. */
export type Handler<Name extends StateName> = (
  context: HandshakeContext,
  state: StateOf<Name>,
  message: HandshakeMessage,
) => State | Promise<State>

/** The handlers of each state, for the messages that may come in it. Any other message is an `unexpected_message`. */
export type StateTable<Names extends StateName> = {
  readonly [Name in Names]: Readonly<Partial<Record<Step, Handler<Name>>>>
}
