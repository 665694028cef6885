/**
 * Parses and checks name constraints (RFC 5280, sections 4.2.1.10 and 6.1.3 (b) and (c)).
 *
 * Where the RFC leaves a choice, this code follows Chromium (BoringSSL pki/name_constraints.cc). A DNS constraint
 * with a leading dot requires at least one more label. A wildcard is excluded if any name that it stands for is
 * excluded, and permitted only if all of them are. A critical constraint on a form of name that cannot be compared
 * refuses every certificate with a name of that form.
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
 * Parses `der`, the value of the extension. If the extension is `critical`, a constraint that cannot be compared
 * leads to refusal. Throws DerError for an extension without subtrees.
 */
export function parseNameConstraints(der: Uint8Array, critical: boolean): NameConstraints {
  const sequence = enterOnly(der, Tag.sequence)
  const permitted = sequence.enterOptional(contextConstructedTag(0))
  const excluded = sequence.enterOptional(contextConstructedTag(1))
  sequence.end()
  if (permitted === undefined && excluded === undefined) throw new DerError('empty name constraints')
  return {
    permitted: permitted && readGeneralSubtrees(permitted),
    excluded: excluded && readGeneralSubtrees(excluded),
    critical,
  }
}

/**
 * The limit on comparisons of a certificate's names with one extension, over all forms of name. It is Chromium's
 * limit.
 */
const maxComparisons = 1 << 20

/**
 * The limit on comparisons for one server, over all paths that are tried. Without it, an authority that is trusted
 * within constraints could offer many expensive paths.
 */
export class ComparisonBudget {
  #left = 1 << 21

  /** Returns false once the budget is used up. */
  take(comparisons: number): boolean {
    this.#left -= comparisons
    return this.#left >= 0
  }
}

/** Whether the subject and all alternative names of a certificate are within the constraints. */
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

/** All names of a certificate, from its subject and its extension. */
interface NamesToCheck extends GeneralNames {
  /** Whether the e-mail addresses come from the subject, where case does not count (RFC 2985, section 5.2.1). */
  readonly emailsHaveNoCase: boolean
}

/**
 * Collects the names to check. The subject counts as a directory name, unless it is empty and there are alternative
 * names. The subject's e-mail addresses count only if there are no alternative names (section 4.2.1.10).
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
  let sum = 0
  for (const form of forms) sum += names?.[form].length ?? 0
  return sum
}

/** Returns the number of comparisons. Reading a name costs as much as a comparison. */
function comparisons(names: GeneralNames, subtrees: GeneralNames | undefined): number {
  if (subtrees === undefined) return 0
  let sum = 0
  for (const form of forms) sum += names[form].length * (1 + subtrees[form].length)
  return sum
}

/** Whether each name of a form that has permitted subtrees is in at least one of them. */
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

/** Whether any name is in an excluded subtree. A name that cannot be read counts as excluded. */
function anyExcluded(names: NamesToCheck, subtrees: GeneralNames): boolean {
  // Case is ignored only for exclusion: it is uncertain whether case counts, so the stricter answer is taken.
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

/** Whether both have names of a form that cannot be compared. */
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
  /** The name in lower case, without a final dot. */
  readonly name: string
  /** Whether this is a DNS name, or a wildcard for DNS names. */
  readonly isDnsName: boolean
}

function presentedName(text: string): PresentedName {
  const name = canonical(text)
  return { name, isDnsName: isDnsName(name.startsWith('*.') ? name.slice(2) : name) }
}

/**
 * Removes the final dot of an absolute name, and the case. A lone dot stays, because an empty constraint would match
 * every name.
 */
function canonical(name: string): string {
  return name.replace(/(?<=[^.])\.$/, '').toLowerCase()
}

/**
 * Whether the name, or every name that a wildcard stands for, is in the subtree. Text that is not a DNS name is in no
 * subtree.
 */
function isWholeWithin(presented: PresentedName, base: string): boolean {
  return presented.isDnsName && dnsNameIsWithin(presented.name, base)
}

/**
 * Whether the name, or any name that a wildcard stands for, is in the subtree. Text that is not a DNS name is in
 * every subtree.
 */
function isPartlyWithin({ name, isDnsName }: PresentedName, base: string): boolean {
  if (!isDnsName || dnsNameIsWithin(name, base)) return true
  // *.example.com also stands for foo.example.com, which a subtree may be.
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

/** A constraint on e-mail addresses: a mailbox, a host, or, with a leading dot, all hosts below a domain. */
interface EmailSubtree {
  readonly local?: string
  readonly host: string
}

/**
 * Whether the mailbox is in the subtree. Undefined if either was not understood. There are no wildcards in e-mail
 * addresses.
 */
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

/** Splits an address at its @. As in Chromium, quoted local parts are not understood. */
function splitMailbox(address: string): Mailbox | undefined {
  const [local, domain, ...more] = address.split('@')
  if (local === undefined || domain === undefined || more.length > 0) return undefined
  const host = domain.toLowerCase()
  return localPart.test(local) && hostOfMail.test(host) ? { local, host } : undefined
}
