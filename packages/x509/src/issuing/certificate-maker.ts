/// <reference types="node" preserve="true" />
/**
 * Issues certificates for tests, both valid and faulty, and signs them with node:crypto.
 */
import { constants, sign } from 'node:crypto'
import { Oid } from '../oid.ts'
import { bitString, explicit, integer, sequence, time, type Der } from './der-writer.ts'
import {
  alternativeNames,
  authorityKeyIdentifier,
  basicConstraints,
  extendedKeyUsage,
  keyUsage,
  subjectKeyIdentifier,
} from './extension-maker.ts'
import { makeKey, serverKey, signatureAlgorithms, type KeyPair } from './keys.ts'
import { dnsName, name } from './names.ts'

/** The fields of a certificate. The defaults make a valid certificate. */
export interface CertificateFields {
  /** The subject's common name. The default is an empty name. */
  readonly subject?: string
  /** The issuer's common name. The default is an empty name. */
  readonly issuer?: string
  /** The subject as DER, if it is not a common name. */
  readonly subjectDer?: Der
  /** The issuer as DER, if it is not a common name. */
  readonly issuerDer?: Der
  /** The key that the certificate holds. */
  readonly key: KeyPair
  /** The key that signs the certificate. */
  readonly signer: KeyPair
  /** One of `signatureAlgorithms` of `keys.ts`, such as `ecdsa_sha384`. */
  readonly algorithm?: string
  /** The algorithm that the signed part names. The default is `algorithm`. */
  readonly innerAlgorithm?: string
  /** The version. The default is 3. */
  readonly version?: 1 | 2 | 3
  /** The serial number. By default each certificate gets the next number. */
  readonly serial?: number
  /** The serial number as a whole INTEGER in DER, instead of `serial`. */
  readonly serialDer?: Der
  /** The start of the validity period, in milliseconds since 1970. The default is 30 days ago. */
  readonly notBefore?: number
  /** The end of the validity period, in milliseconds since 1970. The default is in 300 days. */
  readonly notAfter?: number
  /** The whole validity period in DER, instead of `notBefore` and `notAfter`. */
  readonly validity?: Der
  /** The extensions. With an empty list the certificate has none. */
  readonly extensions?: readonly Der[]
}

/** A day, in milliseconds. */
export const day = 86_400_000
/** The current second. Certificates with the default dates are valid at this time. */
export const now: number = Math.floor(Date.now() / 1000) * 1000

let serials = 1

/**
 * Makes and signs a certificate, and returns its DER.
 * @param fields the key of the certificate, the key that signs it, and the fields that differ from the defaults
 * @throws Error: `algorithm` is not known.
 * @throws Error: `node:crypto` does not support this algorithm with the key of `signer`.
 * @example
 * import { issue, makeKey } from '@chrome-socket/x509/issuing'
 *
 * const key = makeKey()
 * const der = issue({ subject: 'expired', issuer: 'expired', key, signer: key, notAfter: 0 })
 */
export function issue(fields: CertificateFields): Der {
  const { key, signer, subject = '', issuer = '', version = 3, extensions = [] } = fields
  const { notBefore = now - 30 * day, notAfter = now + 300 * day } = fields
  const algorithm = signatureAlgorithms[fields.algorithm ?? signer.algorithm]
  const inner = signatureAlgorithms[fields.innerAlgorithm ?? fields.algorithm ?? signer.algorithm]
  if (algorithm === undefined || inner === undefined) throw new Error('an unknown algorithm')
  const tbs = sequence(
    ...(version === 1 ? [] : [explicit(0, integer(version - 1))]),
    fields.serialDer ?? integer(fields.serial ?? (serials += 1)),
    inner.identifier,
    fields.issuerDer ?? name(issuer),
    fields.validity ?? sequence(time(notBefore), time(notAfter)),
    fields.subjectDer ?? name(subject),
    key.spki,
    ...(extensions.length === 0 ? [] : [explicit(3, sequence(...extensions))]),
  )
  const { padding, hash } = algorithm
  const signingKey = {
    key: signer.privateKey,
    ...(padding && { padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }),
  }
  return sequence(tbs, algorithm.identifier, bitString(sign(hash, tbs, signingKey)))
}

/** A certificate authority. */
export interface Authority {
  /** The authority's common name. */
  readonly subject: string
  /** The key with which the authority signs. */
  readonly key: KeyPair
  /** The authority's own certificate, in DER. */
  readonly certificate: Der
}

type AuthorityFields = Partial<CertificateFields> & { readonly parent?: Authority; readonly more?: readonly Der[] }

/**
 * Makes an authority. Without a `parent` it is a root.
 * @param subject the authority's common name
 * @param fields as for `issue`; `parent` is the authority that issues this authority's certificate, and `more` adds
 * extensions to the usual ones
 * @throws Error: as `issue`.
 * @example
 * import { authority } from '@chrome-socket/x509/issuing'
 *
 * const root = authority('Test root')
 * const intermediate = authority('Test intermediate', { parent: root })
 */
export function authority(subject: string, fields: AuthorityFields = {}): Authority {
  const { parent, more = [] } = fields
  const key = fields.key ?? makeKey()
  const certificate = issue({
    subject,
    issuer: parent?.subject ?? subject,
    signer: parent?.key ?? key,
    extensions: [
      basicConstraints(true),
      keyUsage(5, 6),
      subjectKeyIdentifier(key),
      ...(parent === undefined ? [] : [authorityKeyIdentifier(parent.key)]),
      ...more,
    ],
    ...fields,
    key,
  })
  return { subject, key, certificate }
}

/**
 * Makes the certificate of a server, and returns its DER. The default names are `server.test` and `localhost`.
 * @param parent the authority that issues the certificate
 * @param fields as for `issue`; `more` adds extensions to the usual ones, and the default key is `serverKey()`
 * @throws Error: as `issue`.
 * @example
 * import { authority, day, now, pem, server } from '@chrome-socket/x509/issuing'
 *
 * const expired = pem(server(authority('Test root'), { notAfter: now - day }))
 */
export function server(
  parent: Authority,
  fields: Partial<CertificateFields> & { readonly more?: readonly Der[] } = {},
): Der {
  const key = fields.key ?? serverKey()
  return issue({
    subject: 'server',
    issuer: parent.subject,
    signer: parent.key,
    extensions: [
      alternativeNames(dnsName('server.test'), dnsName('localhost')),
      keyUsage(0),
      extendedKeyUsage(Oid.serverAuth),
      authorityKeyIdentifier(parent.key),
      ...(fields.more ?? []),
    ],
    ...fields,
    key,
  })
}
