/**
 * Reads the CertificateRequest, by which a server asks for a client certificate (RFC 8446, section 4.3.2; RFC 5246,
 * section 7.4.4).
 */
import { Set } from '../bytes/globals.ts'
import { knownExtensionsBut, readExtensions, type ExtensionName } from '../wire/extensions.ts'
import { TlsFault } from '../wire/fault.ts'
import { Reader } from '../wire/reader.ts'

export interface CertificateRequest {
  /** The signature schemes that the server accepts. */
  readonly schemeIds: readonly number[]
  /** The ClientCertificateTypes that the server accepts. Only TLS 1.2 has them. */
  readonly certificateTypes?: readonly number[]
}

const allowedExtensions: ReadonlySet<ExtensionName> = new Set([
  'signature_algorithms',
  'signature_algorithms_cert',
  'certificate_authorities',
])
/** The known extensions that do not belong in a CertificateRequest (RFC 8446, section 4.2). */
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

/** Checks that signature_algorithms_cert is well formed. Its content is not used. */
function checkCertificateSchemes(extension: Uint8Array | undefined): void {
  if (extension === undefined) return
  const reader = new Reader(extension)
  reader.numbers16(2)
  reader.end()
}

/** Checks certificate_authorities: at least one name, and no empty name (RFC 8446, section 4.2.4). */
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
