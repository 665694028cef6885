/**
 * Makes names for test certificates: the names of subjects and issuers, and the general names of extensions (RFC
 * 5280, section 4.2.1.6).
 */
import { Oid } from '../oid.ts'
import { explicit, implicit, oid, sequence, set, utf8String, type Der } from './der-writer.ts'

/**
 * Makes a name with a common name, or an empty name.
 * @param commonName any text; an empty text makes an empty name
 * @errors Cannot fail.
 * @example
 * import { issue, makeKey, name } from '@chrome-socket/x509/issuing'
 *
 * const key = makeKey()
 * const nameless = issue({ subjectDer: name(''), issuer: 'Test root', key, signer: key })
 */
export function name(commonName: string): Der {
  return commonName === '' ? sequence() : sequence(set(sequence(oid(Oid.commonName), utf8String(commonName))))
}

/**
 * Makes a dNSName, for `alternativeNames` and `nameConstraints`.
 * @param text such as `*.example.com`; nothing is checked
 * @errors Cannot fail.
 * @example
 * import { alternativeNames, dnsName } from '@chrome-socket/x509/issuing'
 *
 * const extension = alternativeNames(dnsName('example.com'), dnsName('*.example.com'))
 */
export const dnsName = (text: string): Der => implicit(2, text)

/**
 * Makes an iPAddress for `alternativeNames` or, with a mask, for `nameConstraints`.
 * @param octets four or sixteen octets, or eight or 32 with a mask; nothing is checked
 * @errors Cannot fail.
 * @example
 * import { alternativeNames, ipAddress } from '@chrome-socket/x509/issuing'
 *
 * const extension = alternativeNames(ipAddress(127, 0, 0, 1))
 */
export const ipAddress = (...octets: readonly number[]): Der => implicit(7, Uint8Array.from(octets))

/**
 * Makes an rfc822Name, for `alternativeNames` and `nameConstraints`.
 * @param text such as `someone@example.com`; nothing is checked
 * @errors Cannot fail.
 * @example
 * import { alternativeNames, email } from '@chrome-socket/x509/issuing'
 *
 * const extension = alternativeNames(email('someone@example.com'))
 */
export const email = (text: string): Der => implicit(1, text)

/**
 * Makes a directoryName, for `alternativeNames` and `nameConstraints`.
 * @param commonName the only part of the name
 * @errors Cannot fail.
 * @example
 * import { directoryName, nameConstraints } from '@chrome-socket/x509/issuing'
 *
 * const extension = nameConstraints([directoryName('server')])
 */
export const directoryName = (commonName: string): Der => explicit(4, name(commonName))
