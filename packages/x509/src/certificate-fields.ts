/**
 * Reads one field of a certificate (RFC 5280, section 4.1), without parsing the others. `certificate.ts` parses them all.
 */
import { DerError, Tag, contextConstructedTag, contextTag, enterOnly, type DerReader } from './der.ts'
import { oidKey, parseSmallUnsigned } from './der-values.ts'
import { readKeyUsages, type KeyUsage } from './extensions.ts'
import { parseName, type Name } from './name.ts'
import { Oid } from './oid.ts'

/**
 * Reads the subject. An index of many certificates needs only the subjects, and most of its certificates are never
 * parsed.
 */
export function readSubject(der: Uint8Array): Name {
  const fields = enterOnly(der, Tag.sequence).enter(Tag.sequence)
  readVersion(fields)
  fields.read(Tag.integer)
  for (let skipped = 0; skipped < 3; skipped += 1) fields.read(Tag.sequence)
  return parseName(fields.expect(Tag.sequence).whole)
}

/**
 * Reads the SubjectPublicKeyInfo of a certificate. Parts of the certificate that follow the key are not checked.
 * The result is a view of `der`. Its SHA-256 is the pin of the key.
 * @param der one certificate in DER
 * @throws DerError: the certificate is malformed at or before its key.
 * @example
 * import { createHash, X509Certificate } from 'node:crypto'
 * import { readPublicKey } from '@chrome-socket/x509'
 *
 * export function pinOf(certificate: X509Certificate): string {
 *   return createHash('sha256').update(readPublicKey(certificate.raw)).digest('base64')
 * }
 */
export function readPublicKey(der: Uint8Array): Uint8Array {
  const fields = enterOnly(der, Tag.sequence).enter(Tag.sequence)
  fields.readOptional(contextConstructedTag(0))
  fields.read(Tag.integer)
  // Skips the signature algorithm, issuer, validity and subject.
  for (let skipped = 0; skipped < 4; skipped += 1) fields.read(Tag.sequence)
  return fields.expect(Tag.sequence).whole
}

/**
 * Reads the uses of a certificate's key (RFC 5280, section 4.2.1.3), without a check of the other extensions. As in
 * BoringSSL, the handshake asks this question before the certificate is checked. Returns undefined if there is no limit.
 * @param der one certificate in DER
 * @throws DerError: the certificate is malformed at or before this extension, or the extension is no BIT STRING.
 * @example
 * import { readKeyUsage } from '@chrome-socket/x509'
 *
 * export const maySign = (certificate: Uint8Array) => readKeyUsage(certificate)?.has('digitalSignature') !== false
 */
export function readKeyUsage(der: Uint8Array): ReadonlySet<KeyUsage> | undefined {
  const fields = enterOnly(der, Tag.sequence).enter(Tag.sequence)
  fields.readOptional(contextConstructedTag(0))
  fields.read(Tag.integer)
  // Skips the signature algorithm, issuer, validity, subject and key.
  for (let skipped = 0; skipped < 5; skipped += 1) fields.read(Tag.sequence)
  fields.readOptional(contextTag(1))
  fields.readOptional(contextTag(2))
  const extensions = fields.enterOptional(contextConstructedTag(3))?.enter(Tag.sequence)
  return extensions && findKeyUsage(extensions)
}

function findKeyUsage(extensions: DerReader): ReadonlySet<KeyUsage> | undefined {
  while (extensions.more) {
    const extension = extensions.enter(Tag.sequence)
    const oid = oidKey(extension.read(Tag.oid))
    extension.readOptional(Tag.boolean)
    const value = extension.read(Tag.octetString)
    extension.end()
    // BoringSSL does not read on.
    if (oid === Oid.keyUsage) return readKeyUsages(value)
  }
  return undefined
}

/** Reads the version, `[0] EXPLICIT`. DER leaves out version 1, the default (section 4.1.2.1). */
export function readVersion(fields: DerReader): 1 | 2 | 3 {
  const explicit = fields.enterOptional(contextConstructedTag(0))
  if (explicit === undefined) return 1
  const number = parseSmallUnsigned(explicit.read(Tag.integer), 2)
  explicit.end()
  if (number === 0) throw new DerError('an explicit version 1, which is the default')
  return number === 1 ? 2 : 3
}
