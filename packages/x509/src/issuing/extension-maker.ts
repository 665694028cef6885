/// <reference types="node" preserve="true" />
/**
 * Extensions of certificates that are made for tests (RFC 5280, section 4.2).
 */
import { createHash } from 'node:crypto'
import { Oid } from '../oid.ts'
import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  nothing,
  octetString,
  oid,
  sequence,
  type Der,
} from './der-writer.ts'
import type { KeyPair } from './keys.ts'

/**
 * Makes an extension of any type.
 * @param type an object identifier in dotted form
 * @param value the DER that its OCTET STRING holds
 * @param critical false unless given
 * @throws SyntaxError: `type` has something else than numbers and dots.
 * @example
 * import { extension, nothing } from '@chrome-socket/x509/issuing'
 *
 * const ocspNoCheck = extension('1.3.6.1.5.5.7.48.1.5', nothing())
 */
export function extension(type: string, value: Der, critical = false): Der {
  return sequence(oid(type), ...(critical ? [boolean(true)] : []), octetString(value))
}

/**
 * Says whether a certificate is that of an authority, and how many authorities may follow below it.
 * @param isCa whether it is
 * @param pathLength 0 or more; no limit unless given
 * @errors Cannot fail.
 * @example
 * import { basicConstraints } from '@chrome-socket/x509/issuing'
 *
 * const extension = basicConstraints(true, 0)
 */
export function basicConstraints(isCa: boolean, pathLength?: number): Der {
  const length = pathLength === undefined ? [] : [integer(pathLength)]
  return extension(Oid.basicConstraints, sequence(...(isCa ? [boolean(true)] : []), ...length), true)
}

/**
 * Says what a key may be used for.
 * @param bits their numbers, 0 to 7, in RFC 5280, section 4.2.1.3: digitalSignature 0, keyEncipherment 2, keyCertSign 5, cRLSign 6
 * @errors Cannot fail.
 * @example
 * import { keyUsage } from '@chrome-socket/x509/issuing'
 *
 * const ofServer = keyUsage(0, 2)
 */
export function keyUsage(...bits: readonly number[]): Der {
  const octet = bits.reduce((value, bit) => value | (0x80 >> bit), 0)
  return extension(Oid.keyUsage, bitString(Uint8Array.of(octet), 7 - Math.max(...bits)), true)
}

/**
 * Says for which purposes a certificate is.
 * @param purposes object identifiers in dotted form
 * @throws SyntaxError: one has something else than numbers and dots.
 * @example
 * import { Oid } from '@chrome-socket/x509'
 * import { extendedKeyUsage } from '@chrome-socket/x509/issuing'
 *
 * const ofServer = extendedKeyUsage(Oid.serverAuth)
 */
export function extendedKeyUsage(...purposes: readonly string[]): Der {
  return extension(Oid.extendedKeyUsage, sequence(...purposes.map(oid)))
}

/**
 * Says which names a certificate is for: a subjectAltName extension.
 * @param names made by `dnsName`, `ipAddress`, `email` and `directoryName`
 * @errors Cannot fail.
 * @example
 * import { alternativeNames, dnsName, ipAddress } from '@chrome-socket/x509/issuing'
 *
 * const extension = alternativeNames(dnsName('localhost'), ipAddress(127, 0, 0, 1))
 */
export function alternativeNames(...names: readonly Der[]): Der {
  return extension(Oid.subjectAltName, sequence(...names))
}

/**
 * Limits the names for which an authority may vouch.
 * @param permitted general names; all unless there are some
 * @param excluded general names; none unless given
 * @param critical true unless given
 * @errors Cannot fail.
 * @example
 * import { authority, dnsName, nameConstraints } from '@chrome-socket/x509/issuing'
 *
 * const root = authority('Test root', { more: [nameConstraints([dnsName('example.com')])] })
 */
export function nameConstraints(permitted: readonly Der[], excluded: readonly Der[] = [], critical = true): Der {
  const value = sequence(
    ...(permitted.length === 0 ? [] : [explicit(0, ...permitted.map((base) => sequence(base)))]),
    ...(excluded.length === 0 ? [] : [explicit(1, ...excluded.map((base) => sequence(base)))]),
  )
  return extension(Oid.nameConstraints, value, critical)
}

function keyIdentifierOf({ spki }: KeyPair): Buffer {
  return createHash('sha1').update(spki).digest()
}

/**
 * Names a certificate's own key, by its SHA-1.
 * @param key the key of the certificate
 * @errors Cannot fail.
 * @example
 * import { makeKey, subjectKeyIdentifier } from '@chrome-socket/x509/issuing'
 *
 * const extension = subjectKeyIdentifier(makeKey())
 */
export function subjectKeyIdentifier(key: KeyPair): Der {
  return extension(Oid.subjectKeyIdentifier, octetString(keyIdentifierOf(key)))
}

/**
 * Names the key that signed a certificate, by its SHA-1.
 * @param key the key of the issuer
 * @errors Cannot fail.
 * @example
 * import { authority, authorityKeyIdentifier } from '@chrome-socket/x509/issuing'
 *
 * const extension = authorityKeyIdentifier(authority('Test root').key)
 */
export function authorityKeyIdentifier(key: KeyPair): Der {
  return extension(Oid.authorityKeyIdentifier, sequence(implicit(0, keyIdentifierOf(key))))
}

/**
 * Makes an extension that nobody knows: it is in the private use arc of an example enterprise.
 * @param critical whether who does not know it has to refuse the certificate
 * @errors Cannot fail.
 * @example
 * import { authority, server, unknownExtension } from '@chrome-socket/x509/issuing'
 *
 * const refused = server(authority('Test root'), { more: [unknownExtension(true)] })
 */
export function unknownExtension(critical: boolean): Der {
  return extension('1.3.6.1.4.1.32473.1', nothing(), critical)
}
