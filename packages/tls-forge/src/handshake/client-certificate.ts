/**
 * Answers a CertificateRequest with the client's certificate and a signature over the handshake (RFC 8446, sections
 * 4.4.2 and 4.4.3; RFC 5246, sections 7.4.6 and 7.4.8). Without a certificate, the answer is an empty list, and the
 * server decides.
 */
import { Uint8Array, TextEncoder } from '../bytes/globals.ts'
import { NetError } from '@chrome-socket/api/backend'
import { TlsFault } from '../wire/fault.ts'
import { encodeMessage } from '../wire/handshake-message.ts'
import { schemeFits, signatureSchemes, type SignatureScheme } from '../wire/signature-schemes.ts'
import type { NegotiableVersion } from '../wire/versions.ts'
import { Writer } from '../wire/writer.ts'
import type { CertificateRequest } from './certificate-request.ts'
import type { ClientCertificate, HandshakeContext } from './context.ts'

export function encodeCertificate13({ options }: HandshakeContext): Uint8Array {
  const writer = new Writer()
  writer.u8(0).vector(3, () => {
    for (const der of options.clientCertificate?.chain ?? []) writer.vector(3, der).u16(0)
  })
  return encodeMessage('certificate', writer.finish())
}

/**
 * The ClientCertificateTypes (RFC 5246, section 7.4.4). ECDSA's type also stands for Ed25519 (RFC 8422, section 5.5).
 */
const rsaSign = 1
const ecdsaSign = 64

export function encodeCertificate12({ options }: HandshakeContext, request: CertificateRequest): Uint8Array {
  const kind = options.clientCertificate?.key.kind
  const type = kind === 'rsa' ? rsaSign : ecdsaSign
  if (kind !== undefined && !request.certificateTypes?.includes(type)) {
    throw new TlsFault(
      'handshake_failure',
      'the server accepts no client certificate of this kind',
      NetError.ERR_SSL_CLIENT_AUTH_NO_COMMON_ALGORITHMS,
    )
  }
  const writer = new Writer()
  writer.vector(3, () => {
    for (const der of options.clientCertificate?.chain ?? []) writer.vector(3, der)
  })
  return encodeMessage('certificate', writer.finish())
}

/** Returns the content that a CertificateVerify signs (RFC 8446, section 4.4.3). */
export function signedContent(side: 'server' | 'client', transcript: Uint8Array): Uint8Array {
  const label = new TextEncoder().encode(`${' '.repeat(64)}TLS 1.3, ${side} CertificateVerify\0`)
  const content = new Uint8Array(label.length + transcript.length)
  content.set(label)
  content.set(transcript, label.length)
  return content
}

/**
 * Returns the CertificateVerify over the transcript so far. Undefined if the client has no certificate. TLS 1.2 signs
 * the messages themselves, with a hash that may differ from the transcript's.
 */
export async function signTranscript(
  { options, transcript }: HandshakeContext,
  version: NegotiableVersion,
  request: CertificateRequest,
): Promise<Uint8Array | undefined> {
  const { clientCertificate } = options
  if (clientCertificate === undefined) return undefined
  const data = version === 'tls1.3' ? signedContent('client', transcript.digest()) : transcript.messages
  return sign(clientCertificate, chooseScheme(clientCertificate, version, request), data)
}

async function sign({ key }: ClientCertificate, scheme: SignatureScheme, data: Uint8Array): Promise<Uint8Array> {
  let signature: Uint8Array
  try {
    signature = await key.sign(scheme.algorithm, data)
  } catch {
    // The error of the key is dropped, because it may reveal something about the key.
    throw new TlsFault(
      'internal_error',
      "the client's key could not sign",
      NetError.ERR_SSL_CLIENT_AUTH_SIGNATURE_FAILED,
    )
  }
  return encodeMessage('certificate_verify', new Writer().u16(scheme.id).vector(2, signature).finish())
}

function chooseScheme(
  { key }: ClientCertificate,
  version: NegotiableVersion,
  { schemeIds }: CertificateRequest,
): SignatureScheme {
  const scheme = signatureSchemes.find(
    (candidate) => schemeFits(candidate, key.kind, version) && schemeIds.includes(candidate.id),
  )
  if (scheme !== undefined) return scheme
  throw new TlsFault(
    'handshake_failure',
    "the server accepts no signature of the client's key",
    NetError.ERR_SSL_CLIENT_AUTH_NO_COMMON_ALGORITHMS,
  )
}
