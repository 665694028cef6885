/**
 * Makes certificates: sound ones, and some that no authority would issue. Nothing is stored; each run makes its own.
 * Source: RFC 5280, section 4.
 */
import { createHash, createPublicKey, randomInt, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { isIPv4 } from 'node:net'
import { bits, boolean, integer, objectIdentifier, octets, sequence, set, tagged, text, time } from './der.ts'
import type { Der } from './der.ts'

/** A certificate's own key, and the name it has as an issuer. */
export interface Issuer {
  readonly commonName: string
  readonly key: KeyObject
}

export interface CertificateOptions {
  readonly commonName: string
  /** The subject's private key. */
  readonly key: KeyObject
  readonly issuer: Issuer
  /** `subjectAltName`: DNS names and IPv4 addresses. */
  readonly names?: readonly string[] | undefined
  /** `basicConstraints` with cA, and `keyUsage` of an authority. */
  readonly authority?: boolean
  /** `extendedKeyUsage`, as object identifiers; none means that the extension is absent. */
  readonly usages?: readonly string[] | undefined
  readonly notBefore?: Date
  readonly notAfter?: Date
  readonly hash?: 'sha1' | 'sha256'
  /** `nameConstraints`: the DNS names that are permitted. */
  readonly permitted?: readonly string[]
  /** Adds a critical extension that nobody knows, under the enterprise number for examples (RFC 5612). */
  readonly unknownCritical?: boolean
}

export const serverAuth = '1.3.6.1.5.5.7.3.1'
export const clientAuth = '1.3.6.1.5.5.7.3.2'
export const anyUsage = '2.5.29.37.0'

const day = 86_400_000
/** Relative to now. */
export const daysFromNow = (days: number): Date => new Date(Date.now() + days * day)

const signatureAlgorithms: Readonly<Record<string, Der>> = {
  'rsa sha256': sequence(objectIdentifier('1.2.840.113549.1.1.11'), Uint8Array.of(5, 0)),
  'rsa sha1': sequence(objectIdentifier('1.2.840.113549.1.1.5'), Uint8Array.of(5, 0)),
  'ec sha256': sequence(objectIdentifier('1.2.840.10045.4.3.2')),
}

/** A certificate in PEM. */
export function makeCertificate(options: CertificateOptions): string {
  const { commonName, key, issuer, hash = 'sha256', notBefore = daysFromNow(-2), notAfter = daysFromNow(60) } = options
  const algorithm = signatureAlgorithms[`${issuer.key.asymmetricKeyType} ${hash}`]
  if (algorithm === undefined) throw new Error(`No signature algorithm for ${issuer.key.asymmetricKeyType} and ${hash}`)
  const contents = sequence(
    tagged(0, true, integer(2)),
    integer(randomInt(1, 2 ** 40)),
    algorithm,
    distinguishedName(issuer.commonName),
    sequence(time(notBefore), time(notAfter)),
    distinguishedName(commonName),
    publicKey(key),
    tagged(3, true, sequence(...extensions(options))),
  )
  return pem(sequence(contents, algorithm, bits(sign(hash, contents, issuer.key))))
}

function publicKey(key: KeyObject): Uint8Array {
  return createPublicKey(key).export({ type: 'spki', format: 'der' })
}

const keyIdentifier = (key: KeyObject): Uint8Array => createHash('sha1').update(publicKey(key)).digest()

function distinguishedName(commonName: string): Der {
  return sequence(set(sequence(objectIdentifier('2.5.4.3'), text(commonName))))
}

function extensions(options: CertificateOptions): Der[] {
  const { key, issuer, names, authority, usages, permitted, unknownCritical } = options
  const list: Der[] = [
    extension('2.5.29.14', false, octets(keyIdentifier(key))),
    extension('2.5.29.35', false, sequence(tagged(0, false, keyIdentifier(issuer.key)))),
  ]
  if (authority !== undefined) {
    list.push(extension('2.5.29.19', true, authority ? sequence(boolean(true)) : sequence()))
    // keyCertSign and cRLSign, or digitalSignature and keyEncipherment.
    list.push(extension('2.5.29.15', true, authority ? bits(Uint8Array.of(0x06), 1) : bits(Uint8Array.of(0xa0), 5)))
  }
  if (usages !== undefined) list.push(extension('2.5.29.37', false, sequence(...usages.map(objectIdentifier))))
  if (names !== undefined) list.push(extension('2.5.29.17', false, sequence(...names.map(generalName))))
  if (permitted !== undefined) {
    const trees = permitted.map((name) => sequence(generalName(name)))
    list.push(extension('2.5.29.30', true, sequence(tagged(0, true, ...trees))))
  }
  if (unknownCritical === true) list.push(extension('1.3.6.1.4.1.32473.1', true, octets(Uint8Array.of(1))))
  return list
}

function generalName(name: string): Der {
  return isIPv4(name) ? tagged(7, false, Uint8Array.from(name.split('.'), Number)) : tagged(2, false, Buffer.from(name))
}

function extension(identifier: string, critical: boolean, value: Der): Der {
  return sequence(objectIdentifier(identifier), ...(critical ? [boolean(true)] : []), octets(value))
}

function pem(certificate: Der): string {
  const lines = Buffer.from(certificate).toString('base64').replaceAll(/.{64}/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${lines.trimEnd()}\n-----END CERTIFICATE-----\n`
}
