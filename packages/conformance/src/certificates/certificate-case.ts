/**
 * Building chains with one fault each, or several, or none.
 */
import { Oid } from '@chrome-socket/x509'
import {
  type KeyPair,
  makeKey,
  day,
  now,
  issue,
  extension,
  dnsName,
  alternativeNames,
  authority,
  server,
  serverKey,
} from '@chrome-socket/x509/issuing'
import { type Der } from '@chrome-socket/x509/issuing'

/** A chain of certificates that a server presents, and the anchors that its client trusts. */
export interface CertificateCase {
  /** The server's own certificate first. */
  readonly chain: readonly Der[]
  /** The key of the first certificate. */
  readonly key: KeyPair
  /** The certificates that the client trusts. */
  readonly anchors: readonly Der[]
  /** `localhost` if it is not another. */
  readonly serverName?: string
}

/** Root and leaf. */
export function direct(
  fields: Parameters<typeof server>[1] = {},
  rootFields: Parameters<typeof authority>[1] = {},
): CertificateCase {
  const root = authority(newName('Root'), rootFields)
  return { chain: [server(root, fields)], key: fields?.key ?? serverKey(), anchors: [root.certificate] }
}

/** Root, intermediate, leaf. */
export function viaIntermediate(
  fields: Parameters<typeof authority>[1],
  leaf: Parameters<typeof server>[1] = {},
): CertificateCase {
  const root = authority(newName('Root'))
  const intermediate = authority(newName('Intermediate'), { parent: root, ...fields })
  return {
    chain: [server(intermediate, leaf), intermediate.certificate],
    key: leaf?.key ?? serverKey(),
    anchors: [root.certificate],
  }
}

/** `certificate` is sent alone and is the trust anchor as well. */
export function itself(fields: {
  readonly extensions?: readonly Der[]
  readonly notAfter?: number
  key?: KeyPair
}): CertificateCase {
  const { key = makeKey(), ...rest } = fields
  const subject = newName('Itself')
  const certificate = issue({
    subject,
    issuer: subject,
    key,
    signer: key,
    extensions: [alternativeNames(dnsName('localhost'))],
    ...rest,
  })
  return { chain: [certificate], key, anchors: [certificate] }
}

/** A leaf with these alternative names, for `serverName`. */
export function named(serverName: string, ...names: readonly Der[]): CertificateCase {
  return { ...direct({ extensions: [alternativeNames(...names)] }), serverName }
}

/** A leaf with an extension of this content. */
export function withExtension(type: string, value: Der, critical = false): CertificateCase {
  const names = type === Oid.subjectAltName ? [] : [localhost]
  return direct({ extensions: [...names, extension(type, value, critical)] })
}

/** An intermediate with an extension of this content. */
export function withAuthorityExtension(type: string, value: Der, critical = false): CertificateCase {
  return viaIntermediate({ more: [extension(type, value, critical)] })
}

let names = 0

export function newName(kind: string): string {
  names += 1
  return `Test ${kind} ${names}`
}

export const localhost: Der = alternativeNames(dnsName('localhost'))

export const expired: { readonly notAfter: number } = { notAfter: now - day }
