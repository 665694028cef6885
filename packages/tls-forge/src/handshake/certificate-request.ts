/**
 * The server asks for a client certificate (RFC 8446, section 4.3.2; RFC 5246, section 7.4.4).
 */
import { knownExtensionsBut, readExtensions, type ExtensionName } from '../wire/extensions.ts'
import { TlsFault } from '../wire/fault.ts'
import { Reader } from '../wire/reader.ts'

export interface CertificateRequest {
  /** The signature schemes that the server accepts. */
  readonly schemeIds: readonly number[]
  /** ClientCertificateType, in TLS 1.2 alone. */
  readonly certificateTypes?: readonly number[]
}

const allowedExtensions: ReadonlySet<ExtensionName> = new Set([
  'signature_algorithms',
  'signature_algorithms_cert',
  'certificate_authorities',
])
/** RFC 8446, section 4.2: extensions that are known, and do not belong into a CertificateRequest. */
const refusedExtensions: ReadonlySet<ExtensionName> = knownExtensionsBut(...allowedExtensions)

export function readCertificateRequest13(body: Uint8Array): CertificateRequest {
  const reader = new Reader(body)
  if (reader.vector(1).length > 0) throw new TlsFault('decode_error', 'the request context is not empty')
  const block = reader.vector(2)
  reader.end()
  const extensions = readExtensions(block, {
    solicited: undefined,
    allowed: allowedExtensions,
    refused: refusedExtensions,
    duplicate: 'illegal_parameter',
  })
  const schemes = extensions.get('signature_algorithms')
  if (schemes === undefined) throw new TlsFault('missing_extension', 'the CertificateRequest has no signature schemes')
  const list = new Reader(schemes)
  const schemeIds = list.numbers16(2)
  list.end()
  checkCertificateSchemes(extensions.get('signature_algorithms_cert'))
  checkAuthorities(extensions.get('certificate_authorities'))
  return { schemeIds }
}

/** Their content is not used, but they must be well formed. */
function checkCertificateSchemes(extension: Uint8Array | undefined): void {
  if (extension === undefined) return
  const reader = new Reader(extension)
  reader.numbers16(2)
  reader.end()
}

/** RFC 8446, section 4.2.4: at least one name, and none empty. */
function checkAuthorities(extension: Uint8Array | undefined): void {
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
