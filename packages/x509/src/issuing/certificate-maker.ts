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

/** The fields of a certificate. Those that are not given are as they should be. */
export interface CertificateFields {
  /** A common name; empty unless given. */
  readonly subject?: string
  /** A common name; empty unless given. */
  readonly issuer?: string
  /** The subject as DER, if it is not a common name. */
  readonly subjectDer?: Der
  /** The issuer likewise. */
  readonly issuerDer?: Der
  /** The key that the certificate holds. */
  readonly key: KeyPair
  /** The key that signs it. */
  readonly signer: KeyPair
  /** One of `signatureAlgorithms` of `keys.ts`, such as `ecdsa_sha384`. */
  readonly algorithm?: string
  /** The algorithm in the signed part, if it is not the same. */
  readonly innerAlgorithm?: string
  /** 3 unless given. */
  readonly version?: 1 | 2 | 3
  /** Counts up unless given. */
  readonly serial?: number
  /** The INTEGER itself, in its place. */
  readonly serialDer?: Der
  /** In milliseconds since 1970; 30 days ago unless given. */
  readonly notBefore?: number
  /** In milliseconds since 1970; in 300 days unless given. */
  readonly notAfter?: number
  /** In the place of both. */
  readonly validity?: Der
  /** The extensions. With an empty list the certificate has none. */
  readonly extensions?: readonly Der[]
}

/** A day, in milliseconds. */
export const day = 86_400_000
/** The current second. Certificates are valid then, unless their fields say otherwise. */
export const now: number = Math.floor(Date.now() / 1000) * 1000

let serials = 1

/**
 * Makes and signs a certificate. Gives its DER.
 * @param fields its key, whose key signs it, and whatever is not to be as it should be
 * @throws Error: `algorithm` is none of those that are known.
 * @throws Error: `node:crypto` does not sign so with this key.
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

/** A certificate authority: its name, its key and its own certificate. */
export interface Authority {
  /** Its common name. */
  readonly subject: string
  /** With which it signs. */
  readonly key: KeyPair
  /** In DER. */
  readonly certificate: Der
}

type AuthorityFields = Partial<CertificateFields> & { readonly parent?: Authority; readonly more?: readonly Der[] }

/**
 * Makes an authority as it should be, but for `fields`; a root unless it has a parent.
 * @param subject its common name
 * @param fields as for `issue`; also `parent`, the authority that issues it, and `more`, extensions besides the usual ones
 * @throws Error: as `issue` does.
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
 * Makes a server's certificate as it should be, for `server.test` and `localhost`, but for `fields`. Gives its DER.
 * @param parent the authority that issues it
 * @param fields as for `issue`; also `more`, extensions besides the usual ones. The key is `serverKey()` unless given
 * @throws Error: as `issue` does.
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
