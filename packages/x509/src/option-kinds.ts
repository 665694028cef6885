/**
 * Checks the options of a TLS provider that are neither certificates nor keys, when they are given. An error names the
 * option and says what it has to be.
 */
import { TextEncoder } from './globals.ts'

const { isArray } = Array

/** The values that an option may have; a list holds its only values. An option that is undefined is not given. */
export type OptionKind = 'function' | 'boolean' | 'object' | 'protocols' | readonly string[]

/** The options of every provider. */
const common: Readonly<Record<string, OptionKind>> = {
  alpnProtocols: 'protocols',
  onCertificateError: 'function',
  onSecure: 'function',
}

/**
 * Checks the options that every provider has, and those in `own`.
 * @param options the options, as a user gave them
 * @param own the other options of the provider, by name
 * @throws TypeError: an option is not valid; the message names it.
 * @example
 * import { checkOptionKinds } from '@chrome-socket/x509'
 *
 * checkOptionKinds({ alpnProtocols: ['h2'], isFast: true }, { isFast: 'boolean' })
 */
export function checkOptionKinds(options: unknown, own: Readonly<Record<string, OptionKind>> = {}): void {
  if (typeof options !== 'object' || options === null) throw new TypeError('the options have to be an object')
  const given = options as Readonly<Record<string, unknown>>
  const kinds = { ...common, ...own }
  for (const name in kinds) {
    const value = given[name]
    const mistake = value === undefined ? undefined : mistakeIn(value, kinds[name] as OptionKind)
    if (mistake !== undefined) throw new TypeError(`\`${name}\` ${mistake}`)
  }
}

function mistakeIn(value: unknown, kind: OptionKind): string | undefined {
  if (kind === 'protocols') return mistakeInProtocols(value)
  if (typeof kind !== 'string') return kind.includes(value as string) ? undefined : `has to be ${kind.join(' or ')}`
  if (kind === 'object') return typeof value === 'object' && value !== null ? undefined : 'has to be an object'
  if (typeof value === kind) return undefined
  return kind === 'function' ? 'has to be a function' : 'has to be true or false'
}

/** The limit of a vector in RFC 7301, section 3.1, less the length of the vector in the extension. */
const maxOctets = 0xffff - 2

/** A list of names of 1 to 255 octets (RFC 7301, section 3.1). Other names would end a Node process. */
function mistakeInProtocols(value: unknown): string | undefined {
  if (!isArray(value)) return 'has to be a list'
  let octets = 0
  for (let index = 0; index < value.length; index += 1) {
    const name: unknown = value[index]
    if (typeof name !== 'string') return 'has to be a list of text'
    const { length } = new TextEncoder().encode(name)
    if (length === 0 || length > 255) return 'has to hold names of 1 to 255 octets'
    octets += 1 + length
  }
  return octets > maxOctets ? 'is longer than 65,533 octets' : undefined
}
