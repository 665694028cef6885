/**
 * Encodes the ClientHello (RFC 8446, section 4.1.2), for TLS 1.3, TLS 1.2, or both.
 */
import { Set, Uint8Array } from '../bytes/globals.ts'
import { canonicalIpLiteral } from '@chrome-socket/api/backend'
import { ascii, concatenate } from '../bytes/bytes.ts'
import { hashLength, type HashName, type KeyShare } from '../crypto/provider.ts'
import { cipherSuites } from '../wire/cipher-suites.ts'
import { writeExtension, type ExtensionName } from '../wire/extensions.ts'
import { groupIds } from '../wire/groups.ts'
import { encodeMessage } from '../wire/handshake-message.ts'
import { signatureSchemes } from '../wire/signature-schemes.ts'
import { versionNumber } from '../wire/versions.ts'
import { Writer } from '../wire/writer.ts'
import type { HandshakeContext } from './context.ts'
import { KeySchedule13 } from './key-schedule-13.ts'
import type { Session } from './session.ts'

/** The parts of a ClientHello that may change after a HelloRetryRequest. */
export interface HelloParts {
  readonly sessionId: Uint8Array
  readonly keyShares: readonly KeyShare[]
  /** The session to resume. */
  readonly session: Session | undefined
  readonly cookie: Uint8Array | undefined
}

/** Whether `host` is an IP literal, which is never sent as a server name (RFC 6066, section 3). */
export function isIpLiteral(host: string): boolean {
  return canonicalIpLiteral(host) !== undefined
}

type IsOffered = (context: HandshakeContext, parts: HelloParts) => boolean
type WriteExtension = (writer: Writer, context: HandshakeContext, parts: HelloParts) => void

const always: IsOffered = () => true
const offers12: IsOffered = (context) => context.offers('tls1.2')
const offers13: IsOffered = (context) => context.offers('tls1.3')

/** The extensions in the order in which they are sent: name, condition, and content. */
const extensions: readonly (readonly [ExtensionName, IsOffered, WriteExtension])[] = [
  [
    'server_name',
    ({ options }) => !isIpLiteral(options.serverName),
    (writer, { options }) =>
      writer.vector(2, () => writer.u8(0).vector(2, ascii(options.serverName.replace(/\.$/, '')))),
  ],
  // Forge's engine does not have this extension, and a server that chooses TLS 1.1 may accept it.
  ['extended_master_secret', (context) => context.offers('tls1.2') && !context.offersLegacy, () => {}],
  ['renegotiation_info', offers12, (writer) => writer.vector(1, new Uint8Array(0))],
  [
    'supported_groups',
    always,
    (writer, { options }) =>
      writer.vector(2, () => {
        for (const group of options.groups) writer.u16(groupIds[group])
      }),
  ],
  ['ec_point_formats', offers12, (writer) => writer.vector(1, Uint8Array.of(0))],
  [
    'session_ticket',
    (context) => context.offers('tls1.2') && context.options.sessions !== undefined,
    (writer, _, { session }) => {
      if (session?.version === 'tls1.2') writer.bytes(session.ticket)
    },
  ],
  [
    'alpn',
    ({ options }) => options.alpnProtocols.length > 0,
    (writer, { options }) =>
      writer.vector(2, () => {
        for (const protocol of options.alpnProtocols) writer.vector(1, ascii(protocol))
      }),
  ],
  [
    'signature_algorithms',
    always,
    (writer) =>
      writer.vector(2, () => {
        for (const scheme of signatureSchemes) writer.u16(scheme.id)
      }),
  ],
  [
    'key_share',
    offers13,
    (writer, _, { keyShares }) =>
      writer.vector(2, () => {
        for (const share of keyShares) writer.u16(groupIds[share.group]).vector(2, share.publicKey)
      }),
  ],
  // Only psk_dhe_ke is offered, so that a ticket is never used without a new key exchange.
  ['psk_key_exchange_modes', offers13, (writer) => writer.vector(1, Uint8Array.of(1))],
  [
    'supported_versions',
    offers13,
    (writer, context) =>
      writer.vector(1, () => {
        writer.u16(versionNumber['tls1.3'])
        if (context.offers('tls1.2')) writer.u16(versionNumber['tls1.2'])
        if (context.offersLegacy) writer.u16(versionNumber['tls1.1']).u16(versionNumber.tls1)
      }),
  ],
  [
    'cookie',
    (_, { cookie }) => cookie !== undefined,
    (writer, _, { cookie }) => writer.vector(2, cookie ?? new Uint8Array(0)),
  ],
]

/** Returns the ClientHello as a message, and the names of its extensions. */
export function encodeClientHello(
  context: HandshakeContext,
  parts: HelloParts,
): { readonly message: Uint8Array; readonly extensions: ReadonlySet<ExtensionName> } {
  const { options } = context
  const { session } = parts
  const offered = new Set<ExtensionName>()
  const writer = new Writer()
  writer.u16(versionNumber['tls1.2']).bytes(context.random).vector(1, parts.sessionId)
  writer.vector(2, () => {
    for (const suite of options.suites) if (context.offers(suite.version)) writer.u16(suite.id)
  })
  writer.vector(1, Uint8Array.of(0))
  writer.vector(2, () => {
    for (const [name, isOffered, write] of extensions) {
      if (!isOffered(context, parts)) continue
      offered.add(name)
      writeExtension(writer, name, () => write(writer, context, parts))
    }
    if (session?.version === 'tls1.3') {
      offered.add('pre_shared_key')
      writePreSharedKey(writer, session, options.now())
    }
  })
  const message = encodeMessage('client_hello', writer.finish())
  return {
    message: session?.version === 'tls1.3' ? withBinder(context, session, message) : message,
    extensions: offered,
  }
}

/** Returns the hash of a session's cipher suite. */
export function sessionHash(session: Session): HashName {
  return cipherSuites.find((suite) => suite.id === session.suiteId)?.hash ?? 'sha256'
}

/** Writes one identity, and zeros in place of its binder (section 4.2.11). */
function writePreSharedKey(writer: Writer, session: Session, now: number): void {
  const age = Math.max(0, now - session.receivedAt)
  writeExtension(writer, 'pre_shared_key', () =>
    writer
      .vector(2, () => writer.vector(2, session.ticket).u32((age + session.ageAdd) % 2 ** 32))
      .vector(2, () => writer.vector(1, new Uint8Array(hashLength[sessionHash(session)]))),
  )
}

/** Adds the binder, which covers the message up to the list of binders (section 4.2.11.2). */
function withBinder(context: HandshakeContext, session: Session, message: Uint8Array): Uint8Array {
  const hash = sessionHash(session)
  const bindersLength = 2 + 1 + hashLength[hash]
  const truncated = message.subarray(0, message.length - bindersLength)
  const schedule = new KeySchedule13(context.options.crypto, hash, session.secret)
  const binder = schedule.binder(context.transcript.digestWith(hash, truncated))
  return concatenate(message.subarray(0, message.length - binder.length), binder)
}
