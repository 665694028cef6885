/**
 * Parses the outer structure of PKCS#12 (RFC 7292, section 4): its safes and its MAC. This needs no passphrase.
 */
import { derOf } from '../ber.ts'
import { concatenate } from '../bytes.ts'
import { DerError, Tag, contextConstructedTag, contextTag, enterOnly, type DerReader } from '../der.ts'
import { parseOid, parseSmallUnsigned } from '../der-values.ts'
import { IdentityOid } from './oids.ts'

const maxIterations = 100_000_000

interface Safe {
  readonly type: 'plain' | 'encrypted'
  readonly content: Uint8Array
  /** A whole AlgorithmIdentifier. */
  readonly encryption: Uint8Array | undefined
}

export interface Pkcs12Container {
  /** The bytes that the MAC covers. */
  readonly authenticated: Uint8Array
  readonly safes: readonly Safe[]
  readonly mac: Pkcs12Mac | undefined
}

export interface Pkcs12Mac {
  readonly algorithm: Uint8Array
  readonly digest: Uint8Array
  readonly salt: Uint8Array
  readonly iterations: number
}

/** Throws a TypeError for a file that is not PKCS#12. */
export function readContainer(pfx: Uint8Array): Pkcs12Container {
  try {
    return parseContainer(pfx)
  } catch (error) {
    if (!(error instanceof DerError)) throw error
    throw new TypeError('`pfx` is not PKCS#12', { cause: error })
  }
}

function parseContainer(pfx: Uint8Array): Pkcs12Container {
  const fields = enterOnly(derOf(pfx), Tag.sequence)
  if (parseSmallUnsigned(fields.read(Tag.integer), 3) !== 3) throw new DerError('not version 3')
  const content = fields.enter(Tag.sequence)
  if (parseOid(content.read(Tag.oid)) !== IdentityOid.data) throw new DerError('signed, not with a MAC')
  const authenticated = content.enter(contextConstructedTag(0)).read(Tag.octetString)
  const safes: Safe[] = []
  const list = enterOnly(derOf(authenticated), Tag.sequence)
  while (list.more) safes.push(readSafe(list.enter(Tag.sequence)))
  const mac = fields.enterOptional(Tag.sequence)
  return { authenticated, safes, mac: mac && readMac(mac) }
}

function readSafe(info: DerReader): Safe {
  const type = parseOid(info.read(Tag.oid))
  const wrapped = info.enter(contextConstructedTag(0))
  if (type === IdentityOid.data) {
    return { type: 'plain', content: wrapped.read(Tag.octetString), encryption: undefined }
  }
  if (type !== IdentityOid.encryptedData) throw new DerError('neither data nor encrypted data')
  const data = wrapped.enter(Tag.sequence)
  data.read(Tag.integer)
  const encrypted = data.enter(Tag.sequence)
  encrypted.read(Tag.oid)
  const encryption = encrypted.expect(Tag.sequence).whole
  const content = encrypted.readOptional(contextTag(0)) ?? inPieces(encrypted.enter(contextConstructedTag(0)))
  return { type: 'encrypted', content, encryption }
}

/** Joins the pieces of a `[0] IMPLICIT OCTET STRING` in BER, which are octet strings. */
function inPieces(pieces: DerReader): Uint8Array {
  const all: Uint8Array[] = []
  while (pieces.more) all.push(pieces.read(Tag.octetString))
  return concatenate(...all)
}

function readMac(fields: DerReader): Pkcs12Mac {
  const info = fields.enter(Tag.sequence)
  const algorithm = info.expect(Tag.sequence).whole
  const digest = info.read(Tag.octetString)
  const salt = fields.read(Tag.octetString)
  const iterations = fields.readOptional(Tag.integer)
  return {
    algorithm,
    digest,
    salt,
    iterations: iterations === undefined ? 1 : parseSmallUnsigned(iterations, maxIterations),
  }
}
