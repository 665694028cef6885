/**
 * Forge's own client of TLS 1.0 and 1.1 (node-forge, lib/tls.js), with types for its members that are used here.
 */
import { Uint8Array } from '../bytes/globals.ts'
import forge from 'node-forge'
import { encodeAlert, type AlertName } from '../wire/alert.ts'
import { concatenate } from '../bytes/bytes.ts'
import { toBinary, toBytes } from '../crypto/forge-bytes.ts'
import { contentType, headerLength, writeHeader } from '../records/record.ts'

/** The names of forge's cipher suites. Forge has only RSA key exchange with AES-CBC and SHA-1. */
export const suiteNames: Readonly<Record<number, string>> = {
  0x2f: 'TLS_RSA_WITH_AES_128_CBC_SHA',
  0x35: 'TLS_RSA_WITH_AES_256_CBC_SHA',
}

export const forgeSuiteIds: readonly number[] = Object.keys(suiteNames).map(Number)

/** The members of forge's session that forge's types lack. */
interface ForgeSession {
  readonly sp: { client_random: string; readonly master_secret: string | null }
  readonly serverCertificate: forge.pki.Certificate | null
  clientHelloVersion: { major: number; minor: number }
  md5: forge.md.MessageDigest
  sha1: forge.md.MessageDigest
  readonly cipherSuite: { readonly id: readonly number[] } | null
}

/** A record, which `update` protects in place. */
interface ForgeRecord {
  readonly type: number
  readonly version: { readonly major: number; readonly minor: number }
  readonly length: number
  readonly fragment: forge.util.ByteStringBuffer
}

export interface ForgeConnection {
  /** Null once the connection has ended. */
  readonly state: {
    readonly current: { readonly write: { update(of: ForgeConnection, record: ForgeRecord): boolean } }
  } | null
  version: { major: number; minor: number }
  readonly session: ForgeSession
  readonly tlsData: forge.util.ByteStringBuffer
  readonly data: forge.util.ByteStringBuffer
  handshake(): void
  process(data: string): number
  prepare(data: string): boolean
  close(): void
}

export interface ForgeAlert {
  readonly message: string
  readonly alert?: { readonly description: number }
}

interface ForgeHandlers {
  readonly virtualHost?: string
  readonly connected: () => void
  readonly tlsDataReady: () => void
  readonly dataReady: (connection: ForgeConnection) => void
  readonly closed: () => void
  readonly error: (connection: ForgeConnection, alert: ForgeAlert) => void
}

/** Makes a client that accepts any certificate. The caller checks the certificate. */
export function connectForge(handlers: ForgeHandlers): ForgeConnection {
  const { CipherSuites } = forge.tls as unknown as { readonly CipherSuites: Readonly<Record<string, unknown>> }
  const options = {
    server: false,
    verify: () => true,
    cipherSuites: forgeSuiteIds.map((id) => CipherSuites[suiteNames[id] ?? '']),
    ...handlers,
  }
  type Options = Parameters<typeof forge.tls.createConnection>[0]
  return forge.tls.createConnection(options as unknown as Options) as unknown as ForgeConnection
}

/** Returns the SubjectPublicKeyInfo that forge has encrypted to. */
export function keyInUse({ session }: ForgeConnection): Uint8Array | undefined {
  const certificate = session.serverCertificate
  return certificate === null
    ? undefined
    : toBytes(forge.asn1.toDer(forge.pki.publicKeyToAsn1(certificate.publicKey)).getBytes())
}

/**
 * Makes a record with an alert, protected by the current key. Forge itself only sends alerts for faults that it
 * finds, so this repeats forge's steps from outside. Undefined once the connection has ended.
 */
export function alertRecord(connection: ForgeConnection, name: AlertName): Uint8Array | undefined {
  const { state, version } = connection
  const fragment = forge.util.createBuffer(toBinary(encodeAlert(name)))
  const record: ForgeRecord = { type: contentType.alert, version: { ...version }, length: fragment.length(), fragment }
  if (!state?.current.write.update(connection, record)) return undefined
  const bytes = toBytes(record.fragment.getBytes())
  const header = new Uint8Array(headerLength)
  writeHeader(header, contentType.alert, 0x0300 | version.minor, bytes.length)
  return concatenate(header, bytes)
}
