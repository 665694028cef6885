/**
 * Parses GeneralName and GeneralNames (RFC 5280, section 4.2.1.6).
 *
 * Four forms are checked and kept: DNS names, IP addresses, e-mail addresses and distinguished names. A name in
 * another form leaves only its tag, so that a constraint on a form that this package cannot compare leads to refusal
 * (section 4.2.1.10).
 */
import { Set, arrayFrom } from './globals.ts'
import { DerError, DerReader, Tag, contextConstructedTag, contextTag, enterOnly } from './der.ts'
import { parseAscii } from './der-values.ts'
import { parseName, type Name } from './name.ts'

export interface GeneralNames {
  /** The DNS names as the certificate has them: not canonical, perhaps wildcards, perhaps not valid. */
  readonly dnsNames: readonly string[]
  /** The IP addresses, of 4 or 16 octets. In name constraints they have 8 or 32: an address and a mask. */
  readonly ipAddresses: readonly Uint8Array[]
  readonly emailAddresses: readonly string[]
  readonly directoryNames: readonly Name[]
  /** The tags of all other forms that are present. */
  readonly otherForms: ReadonlySet<number>
}

type IpForm = 'address' | 'address and mask'

interface Collected {
  dnsNames: string[]
  ipAddresses: Uint8Array[]
  emailAddresses: string[]
  directoryNames: Name[]
  otherForms: Set<number>
}

const otherNameTag = contextConstructedTag(0)
const emailTag = contextTag(1)
const dnsNameTag = contextTag(2)
const x400AddressTag = contextConstructedTag(3)
const directoryNameTag = contextConstructedTag(4)
const ediPartyNameTag = contextConstructedTag(5)
const uriTag = contextTag(6)
const ipAddressTag = contextTag(7)
const registeredIdTag = contextTag(8)

function nothingCollected(): Collected {
  return { dnsNames: [], ipAddresses: [], emailAddresses: [], directoryNames: [], otherForms: new Set() }
}

/** Parses a whole GeneralNames, which has at least one name. */
export function parseGeneralNames(der: Uint8Array): GeneralNames {
  const names = nothingCollected()
  const sequence = enterOnly(der, Tag.sequence)
  do readGeneralName(sequence, 'address', names)
  while (sequence.more)
  return names
}

/**
 * Reads GeneralSubtrees: at least one subtree (section 4.2.1.10). The minimum must be 0, which DER leaves out, and
 * the maximum must be absent.
 */
export function readGeneralSubtrees(subtrees: DerReader): GeneralNames {
  const names = nothingCollected()
  do {
    const subtree = subtrees.enter(Tag.sequence)
    readGeneralName(subtree, 'address and mask', names)
    subtree.end()
  } while (subtrees.more)
  return names
}

function readGeneralName(reader: DerReader, ipForm: IpForm, into: Collected): void {
  const { tag, content } = reader.element()
  switch (tag) {
    case emailTag:
      into.emailAddresses.push(parseAscii(content))
      return
    case dnsNameTag:
      into.dnsNames.push(parseAscii(content))
      return
    case ipAddressTag:
      into.ipAddresses.push(ipForm === 'address' ? checkedAddress(content) : checkedRange(content))
      return
    case directoryNameTag:
      into.directoryNames.push(parseName(content))
      return
    case uriTag:
      parseAscii(content)
      break
    case registeredIdTag:
    case otherNameTag:
    case x400AddressTag:
    case ediPartyNameTag:
      break
    default:
      throw new DerError('an unknown form of general name')
  }
  into.otherForms.add(tag)
}

function checkedAddress(octets: Uint8Array): Uint8Array {
  if (octets.length !== 4 && octets.length !== 16) throw new DerError('not an IP address')
  return octets
}

/** Checks an address with its mask. The mask must be ones followed by zeros, as in RFC 4632. */
function checkedRange(octets: Uint8Array): Uint8Array {
  const half = octets.length / 2
  if (half !== 4 && half !== 16) throw new DerError('not an IP address with its mask')
  const bits = arrayFrom(octets.subarray(half), (octet) => octet.toString(2).padStart(8, '0')).join('')
  if (!/^1*0*$/.test(bits)) throw new DerError('a mask with holes')
  return octets
}
