/**
 * The parts of the server's own certificate that the handshake needs: its key, and the uses of that key (RFC 5280, sections
 * 4.1 and 4.2.1.3). Every other fault is found where the path is checked, and has the alert for that.
 */
import {
  DerReader,
  Oid,
  Tag,
  contextConstructedTag,
  contextTag,
  enterOnly,
  parseKeyUsage,
  parseOid,
  parsePublicKey,
  type KeyUsage,
} from '@chrome-socket/x509'
import { publicKeyOf, type KeyKind } from '../crypto/spki.ts'
import { TlsFault } from '../wire/fault.ts'

export interface LeafCertificate {
  /** The SubjectPublicKeyInfo, and which kind of key is in it. */
  readonly spki: Uint8Array
  readonly kind: KeyKind
  /** Undefined where there is no such extension, so that the key may be used for anything. */
  readonly keyUsage: ReadonlySet<KeyUsage> | undefined
}

/** A certificate whose key cannot be read is a `decode_error`, as in BoringSSL. No RFC names the alert. */
export function readLeaf(der: Uint8Array): LeafCertificate {
  try {
    return parseLeaf(der)
  } catch {
    throw new TlsFault('decode_error', 'the certificate cannot be read')
  }
}

function parseLeaf(der: Uint8Array): LeafCertificate {
  const fields = enterOnly(der, Tag.sequence).enter(Tag.sequence)
  fields.readOptional(contextConstructedTag(0))
  fields.read(Tag.integer)
  // The signature algorithm, the issuer, the validity, the subject.
  for (let skipped = 0; skipped < 4; skipped += 1) fields.read(Tag.sequence)
  const spki = fields.expect(Tag.sequence).whole
  fields.readOptional(contextTag(1))
  fields.readOptional(contextTag(2))
  const extensions = fields.enterOptional(contextConstructedTag(3))?.enter(Tag.sequence)
  parsePublicKey(spki)
  const key = publicKeyOf(spki)
  if (key === undefined) throw new Error('a key of a kind that is not supported')
  return { spki, kind: key.kind, keyUsage: extensions && findKeyUsage(extensions) }
}

function findKeyUsage(extensions: DerReader): ReadonlySet<KeyUsage> | undefined {
  let found: ReadonlySet<KeyUsage> | undefined
  while (extensions.more) {
    const extension = extensions.enter(Tag.sequence)
    const oid = parseOid(extension.read(Tag.oid))
    extension.readOptional(Tag.boolean)
    const value = extension.read(Tag.octetString)
    extension.end()
    if (oid === Oid.keyUsage) found = parseKeyUsage(value)
  }
  return found
}
