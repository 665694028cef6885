/**
 * Parses and compares distinguished names (RFC 5280, sections 4.1.2.4 and 7.1).
 *
 * As in Chromium, only the part of RFC 4518's string preparation that names in use need is done: strings are compared
 * as text, ignoring the case of ASCII letters, repeated spaces, and spaces at the ends. TeletexStrings, UTF8Strings
 * that are not UTF-8, and values of other types must be equal octet by octet.
 */
import { Set, TextDecoder } from './globals.ts'
import { hex } from './bytes.ts'
import { DerError, DerReader, Tag, enterOnly } from './der.ts'
import { oidKey, parseAscii } from './der-values.ts'
import { InvalidCertificateError } from './invalid-certificate.ts'
import { Oid } from './oid.ts'

export interface NameAttribute {
  readonly type: string
  /** The text of the value. Undefined if its characters are not known. */
  readonly text: string | undefined
}

export interface Name {
  /** The key of each relative distinguished name, in their order. Equal keys mean equal names. */
  readonly rdnKeys: readonly string[]
  /** The key of the whole name. It is empty if and only if the name is empty. */
  readonly key: string
  readonly attributes: readonly NameAttribute[]
}

/** Parses a whole Name. */
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
    const type = oidKey(pair.read(Tag.oid))
    const { tag, content, whole } = pair.element()
    pair.end()
    const isShown =
      shownAttributes.has(type) &&
      (isShownAgain.has(type) || !attributes.some((other) => other.type === type && other.text !== ''))
    const text = readValue(isShown, tag, content)
    attributes.push({ type, text })
    // The length makes the key unambiguous: a value may contain the characters that separate values.
    const folded = text === undefined ? hex(whole) : fold(text)
    keys.push(`${type}${text === undefined ? '#' : '='}${folded.length}:${folded}`)
  } while (set.more)
  // A SET has no order. DER sorts it by encoding, which can differ from the order after folding, so the keys are
  // sorted.
  return keys.sort().join('+')
}

/** Whether `name` begins with `base` (RFC 5280, section 4.2.1.10). */
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
 * The attributes that Chromium shows to people (net/cert/x509_cert_types.cc). Chromium treats a certificate as
 * malformed if it cannot read one of them.
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

/** The shown attributes of which Chromium shows all. It shows the first of each other one that is not empty. */
const isShownAgain: ReadonlySet<string> = new Set([Oid.organizationName, Oid.organizationalUnitName])

/** Returns the text of an attribute. Undefined if its characters are not known. */
function readValue(isShown: boolean, tag: number, content: Uint8Array): string | undefined {
  if (isShown && !stringTags.has(tag)) throw new DerError('an attribute that is not a string')
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

/** Returns the text of a PrintableString (ITU-T X.680, section 41.4). As in Chromium, asterisks are accepted. */
function parsePrintable(content: Uint8Array): string {
  const text = parseAscii(content)
  if (!/^[A-Za-z0-9 '()*+,\-./:=?]*$/.test(text)) throw new DerError('not a PrintableString')
  return text
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Returns the text of a UTF8String. Undefined if it is not UTF-8: some devices write Latin-1, and Chromium does not
 * check.
 */
function decodeUtf8(content: Uint8Array): string | undefined {
  try {
    return utf8.decode(content)
  } catch {
    return undefined
  }
}

/** Decodes big-endian code points of `width` octets each. */
function decodeWide(content: Uint8Array, width: 2 | 4): string {
  if (content.length % width !== 0) throw new DerError('a string with half a character')
  let text = ''
  let point = 0
  for (const [index, octet] of content.entries()) {
    point = point * 256 + octet
    if (index % width === width - 1) {
      if (!isCharacter(point)) throw new DerError('not a character')
      text += String.fromCodePoint(point)
      point = 0
    }
  }
  return text
}

/** Whether this is a code point of Unicode, neither a surrogate nor a noncharacter (Unicode, section 23.7). */
function isCharacter(point: number): boolean {
  const isSurrogate = point >= 0xd800 && point <= 0xdfff
  const isNoncharacter = (point >= 0xfdd0 && point <= 0xfdef) || (point & 0xfffe) === 0xfffe
  return point <= 0x10ffff && !isSurrogate && !isNoncharacter
}
