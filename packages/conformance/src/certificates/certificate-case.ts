/** Builds chains with one fault each, with several, or with none. */
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
  /** The host name that the client expects: `localhost` by default. */
  readonly serverName?: string
}

/** Makes a chain of a root and a leaf. */
export function direct(
  fields: Parameters<typeof server>[1] = {},
  rootFields: Parameters<typeof authority>[1] = {},
): CertificateCase {
  const root = authority(newName('Root'), rootFields)
  return { chain: [server(root, fields)], key: fields?.key ?? serverKey(), anchors: [root.certificate] }
}

/** Makes a chain of a root, an intermediate and a leaf. */
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

/** Makes a chain of one certificate, which is the trust anchor as well. */
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

/** Makes a leaf with these alternative names, for `serverName`. */
export function named(serverName: string, ...names: readonly Der[]): CertificateCase {
  return { ...direct({ extensions: [alternativeNames(...names)] }), serverName }
}

/** Makes a leaf with an extension of this content. */
export function withExtension(type: string, value: Der, critical = false): CertificateCase {
  const names = type === Oid.subjectAltName ? [] : [localhost]
  return direct({ extensions: [...names, extension(type, value, critical)] })
}

/** Makes an intermediate with an extension of this content. */
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
