/**
 * The client's side of authentication: what the server asks for (RFC 8446, section 4.3.2; RFC 5246, section 7.4.4),
 * and the answer. Without a certificate the answer is an empty list, and the server decides.
 */
import { NetError } from '@chrome-socket/api/backend'
import { knownExtensionsBut, readExtensions, type ExtensionName } from '../wire/extensions.ts'
import { TlsFault } from '../wire/fault.ts'
import { encodeMessage } from '../wire/handshake-message.ts'
import { Reader } from '../wire/reader.ts'
import { schemeFits, signatureSchemes, type SignatureScheme } from '../wire/signature-schemes.ts'
import { Writer } from '../wire/writer.ts'
import type { CertificateRequest, ClientCertificate, HandshakeContext } from './context.ts'

const requestExtensions: ReadonlySet<ExtensionName> = new Set([
  'signature_algorithms',
  'signature_algorithms_cert',
  'certificate_authorities',
])
/** RFC 8446, section 4.2: what is known, and does not belong into a CertificateRequest. */
const requestRefuses: ReadonlySet<ExtensionName> = knownExtensionsBut(...requestExtensions)

export function readCertificateRequest13(body: Uint8Array): CertificateRequest {
  const reader = new Reader(body)
  if (reader.vector(1).length > 0) throw new TlsFault('decode_error', 'a request context in a handshake')
  const block = reader.vector(2)
  reader.end()
  const extensions = readExtensions(block, {
    solicited: undefined,
    allowed: requestExtensions,
    refused: requestRefuses,
    duplicate: 'illegal_parameter',
  })
  const schemes = extensions.get('signature_algorithms')
  if (schemes === undefined) throw new TlsFault('missing_extension', 'a CertificateRequest without signature schemes')
  const list = new Reader(schemes)
  const schemeIds = list.numbers16(2)
  list.end()
  readSchemesOfCertificates(extensions.get('signature_algorithms_cert'))
  readAuthorities(extensions.get('certificate_authorities'))
  return { schemeIds }
}

/** Not heeded, but malformed they are refused. */
function readSchemesOfCertificates(extension: Uint8Array | undefined): void {
  if (extension === undefined) return
  const reader = new Reader(extension)
  reader.numbers16(2)
  reader.end()
}

/** Section 4.2.4: at least one name, and none empty. */
function readAuthorities(extension: Uint8Array | undefined): void {
  if (extension === undefined) return
  const reader = new Reader(extension)
  const names = new Reader(reader.vector(2, 3))
  reader.end()
  while (names.remaining > 0) names.vector(2, 1)
}

export function readCertificateRequest12(body: Uint8Array): CertificateRequest {
  const reader = new Reader(body)
  const certificateTypes = [...reader.vector(1, 1)]
  const schemeIds = reader.numbers16(2)
  const authorities = new Reader(reader.vector(2))
  while (authorities.remaining > 0) authorities.vector(2, 1)
  reader.end()
  return { schemeIds, certificateTypes }
}

export function encodeCertificate13(context: HandshakeContext): Uint8Array {
  const writer = new Writer()
  writer.u8(0).vector(3, () => {
    for (const der of context.options.clientCertificate?.chain ?? []) writer.vector(3, der).u16(0)
  })
  return encodeMessage('certificate', writer.finish())
}

/** RFC 5246, section 7.4.4; RFC 8422, section 5.5: ECDSA's stands for Ed25519 too. */
const rsaSign = 1
const ecdsaSign = 64

export function encodeCertificate12(context: HandshakeContext): Uint8Array {
  const { certificateRequest, options } = context
  const kind = options.clientCertificate?.key.kind
  const type = kind === 'rsa' ? rsaSign : ecdsaSign
  if (kind !== undefined && !certificateRequest?.certificateTypes?.includes(type)) {
    throw new TlsFault(
      'handshake_failure',
      'the server accepts no client certificate with a key of this kind',
      NetError.ERR_SSL_CLIENT_AUTH_NO_COMMON_ALGORITHMS,
    )
  }
  const writer = new Writer()
  writer.vector(3, () => {
    for (const der of context.options.clientCertificate?.chain ?? []) writer.vector(3, der)
  })
  return encodeMessage('certificate', writer.finish())
}

/** What a CertificateVerify signs (section 4.4.3). */
export function signedContent(side: 'server' | 'client', transcript: Uint8Array): Uint8Array {
  const label = new TextEncoder().encode(`${' '.repeat(64)}TLS 1.3, ${side} CertificateVerify\0`)
  const content = new Uint8Array(label.length + transcript.length)
  content.set(label)
  content.set(transcript, label.length)
  return content
}

/** The CertificateVerify over the transcript so far; undefined where there is no certificate to prove. */
export async function signTranscript13(context: HandshakeContext): Promise<Uint8Array | undefined> {
  const certificate = context.options.clientCertificate
  return certificate && (await sign(context, certificate, signedContent('client', context.transcript.digest())))
}

/** In TLS 1.2 the messages themselves are signed, by a hash that need not be the transcript's. */
export async function signTranscript12(context: HandshakeContext): Promise<Uint8Array | undefined> {
  const certificate = context.options.clientCertificate
  return certificate && (await sign(context, certificate, context.transcript.messages))
}

async function sign(
  context: HandshakeContext,
  { key }: ClientCertificate,
  data: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const scheme = chooseScheme(context, key.kind)
  let signature: Uint8Array
  try {
    signature = await key.sign(scheme.algorithm, data)
  } catch {
    // The reason may tell something of the key.
    throw new TlsFault(
      'internal_error',
      'the private key of the client certificate could not sign',
      NetError.ERR_SSL_CLIENT_AUTH_SIGNATURE_FAILED,
    )
  }
  return encodeMessage('certificate_verify', new Writer().u16(scheme.id).vector(2, signature).finish())
}

function chooseScheme(context: HandshakeContext, kind: ClientCertificate['key']['kind']): SignatureScheme {
  const { certificateRequest, version = 'tls1.3' } = context
  const scheme = signatureSchemes.find(
    (candidate) => schemeFits(candidate, kind, version) && certificateRequest?.schemeIds.includes(candidate.id),
  )
  if (scheme !== undefined) return scheme
  throw new TlsFault(
    'handshake_failure',
    'the server accepts no signature that the client certificate can make',
    NetError.ERR_SSL_CLIENT_AUTH_NO_COMMON_ALGORITHMS,
  )
}
