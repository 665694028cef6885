/**
 * Distinguished names and when two of them are the same: RFC 5280, section 4.1.2.4 and 7.1.
 *
 * As in Chromium, of RFC 4518's string preparation only what names in the wild need is done: the string types are
 * compared as text, letters of ASCII without their case, runs of spaces as one, spaces at the ends not at all.
 * Values of any other type must be equal octet by octet, and so must those in UTF-8 that are not.
 */
import { Set, TextDecoder } from './globals.ts'
import { hex } from './bytes.ts'
import { DerError, DerReader, Tag, enterOnly } from './der.ts'
import { parseAscii, parseOid } from './der-values.ts'
import { InvalidCertificateError } from './invalid-certificate.ts'
import { Oid } from './oid.ts'

export interface NameAttribute {
  readonly type: string
  /** Undefined where the value is of no string type. */
  readonly text: string | undefined
}

export interface Name {
  /** The key by which each relative distinguished name is compared, in their order. Equal keys are equal names. */
  readonly rdnKeys: readonly string[]
  /** The key by which the whole name is compared. It is empty if and only if the name is. */
  readonly key: string
  readonly attributes: readonly NameAttribute[]
}

/** `der` is a whole Name. */
export function parseName(der: Uint8Array): Name {
  const sequence = enterOnly(der, Tag.sequence)
  const rdnKeys: string[] = []
  const attributes: NameAttribute[] = []
  while (sequence.more) rdnKeys.push(readRdn(sequence.enter(Tag.set), attributes))
  return { rdnKeys, key: rdnKeys.join(';'), attributes }
}

function readRdn(set: DerReader, attributes: NameAttribute[]): string {
  const keys: string[] = []
  do {
    const pair = set.enter(Tag.sequence)
    const type = parseOid(pair.read(Tag.oid))
    const { tag, content, whole } = pair.element()
    pair.end()
    const text = readValue(type, tag, content)
    attributes.push({ type, text })
    // The length keeps what is in a value from being taken for what separates values.
    const folded = text === undefined ? hex(whole) : fold(text)
    keys.push(`${type}${text === undefined ? '#' : '='}${folded.length}:${folded}`)
  } while (set.more)
  // A set has no order, and sorting by DER, which is by type and length, need not be the same after folding.
  return keys.sort().join('+')
}

/** Is `name` in the subtree of names that begin with `base`? RFC 5280, section 4.2.1.10. */
export function nameIsWithin(name: Name, base: Name): boolean {
  return base.rdnKeys.length <= name.rdnKeys.length && base.rdnKeys.every((key, index) => key === name.rdnKeys[index])
}

const upperCase = /[A-Z]+/g

function fold(text: string): string {
  return text
    .replace(upperCase, (letters) => letters.toLowerCase())
    .replace(/ +/g, ' ')
    .replace(/^ | $/g, '')
}

/**
 * Those that Chromium shows to people (net/cert/x509_cert_types.cc): if one of them cannot be read, it takes the
 * certificate for none.
 */
const shownAttributes: ReadonlySet<string> = new Set([
  Oid.commonName,
  Oid.countryName,
  Oid.localityName,
  Oid.stateOrProvinceName,
  Oid.organizationName,
  Oid.organizationalUnitName,
])

const stringTags: ReadonlySet<number> = new Set([
  Tag.utf8String,
  Tag.printableString,
  Tag.teletexString,
  Tag.ia5String,
  Tag.universalString,
  Tag.bmpString,
])

/** The text of an attribute; undefined where it is of no type whose characters are known. */
function readValue(type: string, tag: number, content: Uint8Array): string | undefined {
  const isShown = shownAttributes.has(type)
  if (isShown && !stringTags.has(tag)) throw new DerError('an attribute that is no string')
  try {
    return decodeString(tag, content)
  } catch (error) {
    throw isShown || !(error instanceof DerError) ? error : new InvalidCertificateError(error.message)
  }
}

function decodeString(tag: number, content: Uint8Array): string | undefined {
  switch (tag) {
    case Tag.printableString:
      return parsePrintable(content)
    case Tag.ia5String:
      return parseAscii(content)
    case Tag.utf8String:
      return decodeUtf8(content)
    case Tag.bmpString:
      return decodeWide(content, 2)
    case Tag.universalString:
      return decodeWide(content, 4)
    default:
      return undefined
  }
}

/** ITU-T X.680, section 41.4, and the asterisk, which Chromium takes as well. */
function parsePrintable(content: Uint8Array): string {
  const text = parseAscii(content)
  if (!/^[A-Za-z0-9 '()*+,\-./:=?]*$/.test(text)) throw new DerError('not a PrintableString')
  return text
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Devices write Latin-1 here, and Chromium does not look. */
function decodeUtf8(content: Uint8Array): string | undefined {
  try {
    return utf8.decode(content)
  } catch {
    return undefined
  }
}

/** Big-endian code points of `width` octets. */
function decodeWide(content: Uint8Array, width: 2 | 4): string {
  if (content.length % width !== 0) throw new DerError('a string with half a character')
  let text = ''
  let point = 0
  for (const [index, octet] of content.entries()) {
    point = point * 256 + octet
    if (index % width === width - 1) {
      if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) throw new DerError('not a character')
      text += String.fromCodePoint(point)
      point = 0
    }
  }
  return text
}
