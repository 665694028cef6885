/**
 * Name constraints: RFC 5280, section 4.2.1.10 and 6.1.3 (b) and (c).
 *
 * Where the RFC leaves room this does as Chromium (BoringSSL pki/name_constraints.cc): a leading dot of a DNS
 * constraint asks for at least one label more, a wildcard counts as excluded if any name it stands for is, and as
 * permitted only if all of them are. Constraints on a form of name that cannot be compared refuse every certificate
 * with a name of that form if the extension is critical.
 */
import { Set } from './globals.ts'
import { DerError, Tag, contextConstructedTag, enterOnly } from './der.ts'
import { readGeneralSubtrees, type GeneralNames } from './general-name.ts'
import { isDnsName } from './host-name.ts'
import { nameIsWithin, type Name } from './name.ts'
import { Oid } from './oid.ts'

export interface NameConstraints {
  readonly permitted: GeneralNames | undefined
  readonly excluded: GeneralNames | undefined
  readonly critical: boolean
}

/**
 * `der` is the value of the extension; if it is `critical`, what cannot be compared must not be passed over.
 * Constraints that are empty, or name nothing, are no constraints and refused.
 */
export function parseNameConstraints(der: Uint8Array, critical: boolean): NameConstraints {
  const sequence = enterOnly(der, Tag.sequence)
  const permitted = sequence.enterOptional(contextConstructedTag(0))
  const excluded = sequence.enterOptional(contextConstructedTag(1))
  sequence.end()
  if (permitted === undefined && excluded === undefined) throw new DerError('name constraints without any')
  return {
    permitted: permitted && readGeneralSubtrees(permitted),
    excluded: excluded && readGeneralSubtrees(excluded),
    critical,
  }
}

/** The number of comparisons of a certificate's names with another's constraints, whatever their forms: as in Chromium. */
const maxComparisons = 1 << 20

/**
 * The comparisons that all paths tried for one server may cost together: an authority that is trusted
 * within constraints could offer many.
 */
export class ComparisonBudget {
  #left = 1 << 21

  /** False once there is not enough left. */
  take(comparisons: number): boolean {
    this.#left -= comparisons
    return this.#left >= 0
  }
}

/** Are the subject and the alternative names of a certificate all within the constraints? */
export function namesAreWithin(
  constraints: NameConstraints,
  subject: Name,
  alternativeNames: GeneralNames | undefined,
  budget: ComparisonBudget,
): boolean {
  const names = namesToCheck(subject, alternativeNames)
  const { permitted, excluded } = constraints
  if (count(alternativeNames) * (count(permitted) + count(excluded)) > maxComparisons) return false
  if (!budget.take(comparisons(names, permitted) + comparisons(names, excluded))) return false
  if (constraints.critical && (sharesForm(names, permitted) || sharesForm(names, excluded))) return false
  return (permitted === undefined || allPermitted(names, permitted)) && !(excluded && anyExcluded(names, excluded))
}

/** Those of a certificate, wherever they are in it. */
interface NamesToCheck extends GeneralNames {
  /** Are the e-mail addresses those of the subject, which have no case at all (RFC 2985, section 5.2.1)? */
  readonly emailsHaveNoCase: boolean
}

/**
 * The subject is a directory name, unless it is empty and there are alternative names in its place; its e-mail
 * addresses count only where there are none (section 4.2.1.10).
 */
function namesToCheck(subject: Name, alternativeNames: GeneralNames | undefined): NamesToCheck {
  if (alternativeNames === undefined) {
    return {
      dnsNames: [],
      ipAddresses: [],
      emailAddresses: emailAddressesOf(subject),
      directoryNames: [subject],
      otherForms: new Set(),
      emailsHaveNoCase: true,
    }
  }
  const directoryNames = [...alternativeNames.directoryNames]
  if (subject.key !== '') directoryNames.push(subject)
  return { ...alternativeNames, directoryNames, emailsHaveNoCase: false }
}

function emailAddressesOf(subject: Name): string[] {
  return subject.attributes.filter(({ type }) => type === Oid.emailAddress).map(({ text }) => text ?? '')
}

const forms = ['dnsNames', 'ipAddresses', 'emailAddresses', 'directoryNames'] as const

function count(names: GeneralNames | undefined): number {
  return names === undefined ? 0 : forms.reduce((sum, form) => sum + names[form].length, 0)
}

/** Reading a name counts as one as well. */
function comparisons(names: GeneralNames, subtrees: GeneralNames | undefined): number {
  if (subtrees === undefined) return 0
  return forms.reduce((sum, form) => sum + names[form].length * (1 + subtrees[form].length), 0)
}

/** Each name of a form that has permitted subtrees must be in one of them. */
function allPermitted(names: GeneralNames, subtrees: GeneralNames): boolean {
  return (
    allIn(names.dnsNames.map(presentedName), subtrees.dnsNames.map(canonical), isWholeWithin) &&
    allIn(names.ipAddresses, subtrees.ipAddresses, addressIsWithin) &&
    allIn(
      names.emailAddresses.map(splitMailbox),
      subtrees.emailAddresses.map(emailSubtree),
      (mailbox, subtree) => emailIsWithin(mailbox, subtree) === true,
    ) &&
    allIn(names.directoryNames, subtrees.directoryNames, nameIsWithin)
  )
}

/** No name may be in any of the excluded subtrees. A name that cannot be understood counts as being in it. */
function anyExcluded(names: NamesToCheck, subtrees: GeneralNames): boolean {
  // Only here: where it is not certain whether case counts, the answer is the one that permits less.
  const folded = (address: string): string => (names.emailsHaveNoCase ? address.toLowerCase() : address)
  return (
    anyIn(names.dnsNames.map(presentedName), subtrees.dnsNames.map(canonical), isPartlyWithin) ||
    anyIn(names.ipAddresses, subtrees.ipAddresses, addressIsWithin) ||
    anyIn(
      names.emailAddresses.map(folded).map(splitMailbox),
      subtrees.emailAddresses.map(folded).map(emailSubtree),
      (mailbox, subtree) => emailIsWithin(mailbox, subtree) !== false,
    ) ||
    anyIn(names.directoryNames, subtrees.directoryNames, nameIsWithin)
  )
}

/** Have they a form in common that cannot be compared? */
function sharesForm(names: GeneralNames, subtrees: GeneralNames | undefined): boolean {
  return [...names.otherForms].some((form) => subtrees?.otherForms.has(form))
}

function allIn<N, B>(names: readonly N[], bases: readonly B[], isWithin: (name: N, base: B) => boolean): boolean {
  return bases.length === 0 || names.every((name) => bases.some((base) => isWithin(name, base)))
}

function anyIn<N, B>(names: readonly N[], bases: readonly B[], isWithin: (name: N, base: B) => boolean): boolean {
  return names.some((name) => bases.some((base) => isWithin(name, base)))
}

interface PresentedName {
  /** In lower case, without a final dot. */
  readonly name: string
  /** A name, or a wildcard for names? */
  readonly isDnsName: boolean
}

function presentedName(text: string): PresentedName {
  const name = canonical(text)
  return { name, isDnsName: isDnsName(name.startsWith('*.') ? name.slice(2) : name) }
}

/** A final dot says that a name is absolute, as all are here; a lone one is no name, and must not become all names. */
function canonical(name: string): string {
  return name.replace(/(?<=[^.])\.$/, '').toLowerCase()
}

/** Is it, or are all names that it stands for, in the subtree? What is no DNS name is in none. */
function isWholeWithin(presented: PresentedName, base: string): boolean {
  return presented.isDnsName && dnsNameIsWithin(presented.name, base)
}

/** Is it, or any name that it stands for, in the subtree? What is no DNS name is in all. */
function isPartlyWithin({ name, isDnsName }: PresentedName, base: string): boolean {
  if (!isDnsName || dnsNameIsWithin(name, base)) return true
  // *.example.com stands for foo.example.com.
  const dot = base.indexOf('.', 1)
  return name.startsWith('*.') && dot !== -1 && base.slice(dot) === name.slice(1)
}

function dnsNameIsWithin(name: string, base: string): boolean {
  return base === '' || name === base || name.endsWith(base.startsWith('.') ? base : `.${base}`)
}

function addressIsWithin(address: Uint8Array, range: Uint8Array): boolean {
  if (range.length !== address.length * 2) return false
  return address.every((octet, index) => {
    const mask = range[address.length + index] ?? 0xff
    return (octet & mask) === ((range[index] ?? 0) & mask)
  })
}

interface Mailbox {
  readonly local: string
  readonly host: string
}

/** A constraint is for one mailbox, for a host, or with a leading dot for all hosts below it. */
interface EmailSubtree {
  readonly local?: string
  readonly host: string
}

/** Undefined when either was not understood. Nothing is a wildcard here. */
function emailIsWithin(mailbox: Mailbox | undefined, subtree: EmailSubtree | undefined): boolean | undefined {
  if (mailbox === undefined || subtree === undefined) return undefined
  const { local, host } = subtree
  if (local === undefined && host.startsWith('.')) return mailbox.host.endsWith(host)
  return mailbox.host === host && (local === undefined || mailbox.local === local)
}

function emailSubtree(base: string): EmailSubtree | undefined {
  if (base.includes('@')) return splitMailbox(base)
  const host = base.toLowerCase()
  return hostOfMail.test(host) ? { host } : undefined
}

const localPart = /^[\w!#$%&'*+\-/=?^`{|}~.]+$/
const hostOfMail = /^[a-z0-9.-]+$/

/** Quoted local parts are not understood, as in Chromium. */
function splitMailbox(address: string): Mailbox | undefined {
  const [local, domain, ...more] = address.split('@')
  if (local === undefined || domain === undefined || more.length > 0) return undefined
  const host = domain.toLowerCase()
  return localPart.test(local) && hostOfMail.test(host) ? { local, host } : undefined
}
