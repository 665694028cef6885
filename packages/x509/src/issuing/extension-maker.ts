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
 * @param critical whether the extension is critical; the default is false
 * @throws SyntaxError: `type` does not consist of numbers and dots.
 * @example
 * import { extension, nothing } from '@chrome-socket/x509/issuing'
 *
 * const ocspNoCheck = extension('1.3.6.1.5.5.7.48.1.5', nothing())
 */
export function extension(type: string, value: Der, critical = false): Der {
  return sequence(oid(type), ...(critical ? [boolean(true)] : []), octetString(value))
}

/**
 * Makes a basicConstraints extension, which says whether a certificate belongs to an authority.
 * @param isCa whether the certificate belongs to an authority
 * @param pathLength the number of authorities that may follow below this one; without it, there is no limit
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
 * Makes a keyUsage extension, which lists the permitted uses of a key.
 * @param bits the numbers of the uses, 0 to 7, in RFC 5280, section 4.2.1.3: digitalSignature 0, keyEncipherment 2,
 * keyCertSign 5, cRLSign 6
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
 * Makes an extKeyUsage extension, which lists the permitted purposes of a certificate.
 * @param purposes object identifiers in dotted form
 * @throws SyntaxError: a purpose does not consist of numbers and dots.
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
 * Makes a subjectAltName extension, which lists the names that a certificate is valid for.
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
 * Makes a nameConstraints extension, which limits the names for which an authority may issue certificates.
 * @param permitted general names; an empty list permits all names
 * @param excluded general names; the default is none
 * @param critical whether the extension is critical; the default is true
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
 * Makes a subjectKeyIdentifier extension, with the SHA-1 of the certificate's key.
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
 * Makes an authorityKeyIdentifier extension, with the SHA-1 of the issuer's key.
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
 * Makes an extension that no client knows. Its type is in an arc for examples.
 * @param critical whether a client that does not know the extension must refuse the certificate
 * @errors Cannot fail.
 * @example
 * import { authority, server, unknownExtension } from '@chrome-socket/x509/issuing'
 *
 * const refused = server(authority('Test root'), { more: [unknownExtension(true)] })
 */
export function unknownExtension(critical: boolean): Der {
  return extension('1.3.6.1.4.1.32473.1', nothing(), critical)
}
