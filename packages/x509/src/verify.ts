/**
 * Decides whether a chain of certificates is good for a server at a given time.
 */
import { isFinite } from './globals.ts'
import { parseCertificate, type Certificate } from './certificate.ts'
import { readKeyUsage } from './certificate-fields.ts'
import type { CertificateProfile } from './check-path.ts'
import { DerError } from './der.ts'
import type { KeyUsage } from './extensions.ts'
import { gravest, type CertificateAlert, type Fault } from './fault.ts'
import { isForServer, parseServerName } from './host-name.ts'
import { InvalidCertificateError } from './invalid-certificate.ts'
import { Oid } from './oid.ts'
import { findPath } from './path.ts'
import { minRsaBits, minRsaBitsOfPrivate } from './public-key.ts'
import type { VerifySignature } from './signature-algorithm.ts'
import type { TrustAnchors } from './trust-anchors.ts'

/** A chain of certificates, and the rules by which to check it. */
export interface VerifyOptions {
  /** The certificates in DER, the server's own first and the others in any order. The octets must not change. */
  readonly chain: readonly Uint8Array[]
  /** The host name or IP literal that the certificate must be valid for. */
  readonly serverName: string
  /** The trusted certificates, from `parseTrustAnchors`. */
  readonly anchors: TrustAnchors
  /** The time of the check, in milliseconds since 1970. */
  readonly time: number
  /** Returns whether a signature is good. A throw or a rejection means that it is not. */
  readonly verifySignature: VerifySignature
  /**
   * The use that the server made of its key in the handshake: `keyEncipherment` for static RSA, otherwise
   * `digitalSignature`. As in Chromium, it is checked first. Leave it out if the handshake checks it.
   */
  readonly keyUse?: KeyUsage
  /** The rules for certificates. The default is `chromium`. */
  readonly profile?: CertificateProfile
}

/** The verdict on a chain. */
export type Verdict =
  /**
   * `path` begins with the leaf and ends with the trust anchor. It has one certificate if the leaf is itself an anchor.
   */
  | { readonly ok: true; readonly path: readonly Certificate[]; readonly leaf: Certificate }
  | {
      readonly ok: false
      /** One of `NetError`. */
      readonly error: number
      readonly alert: CertificateAlert
      /** The reason in words, for a log. It contains no secret. */
      readonly reason: string
    }

/** The maximum number of intermediate certificates in a path. Servers on the web have two or three. */
const maxIntermediates = 20

/**
 * Checks whether a chain of certificates is good for a server at a given time. `checkServer` also handles pins
 * and appeals.
 * @param options the chain, the name, the time, the anchors, and the function that checks signatures
 * @errors Never rejects: each failure is a verdict with `ok: false` and a net error as for `checkServer`.
 * @example
 * import { parseTrustAnchors, verifyServerCertificate } from '@chrome-socket/x509'
 * import { verifySignature } from '@chrome-socket/x509/node'
 *
 * export const verdictOn = (chain: readonly Uint8Array[], ca: string) => {
 *   const anchors = parseTrustAnchors(ca)
 *   return verifyServerCertificate({ chain, anchors, serverName: 'example.com', time: Date.now(), verifySignature })
 * }
 */
export async function verifyServerCertificate(options: VerifyOptions): Promise<Verdict> {
  try {
    return await verify(options)
  } catch {
    return { ok: false, error: gravest([], []).error, alert: 'internal_error', reason: 'the check itself failed' }
  }
}

async function verify(options: VerifyOptions): Promise<Verdict> {
  const { chain, anchors, time, verifySignature, profile = 'chromium' } = options
  if (options.keyUse !== undefined && !permitsUse(chain[0], options.keyUse)) return refuse(['keyUse'])
  const leaf = parseLeaf(chain[0])
  if (typeof leaf === 'string') return refuse([leaf])
  if (!leaf.hasOneAlgorithm) return refuse(['invalid'])
  if (anchors.size === 0) return refuse(['noAnchors'])
  if (!isFinite(time)) return refuse(['noTime'])
  const isStrict = profile === 'strict'
  // Loaded on demand, because few users choose this profile.
  const brokenIssuanceRule = isStrict ? (await import('./issuance-rules.ts')).brokenIssuanceRule : undefined
  const minBits = isStrict || anchors.arePublic ? minRsaBits : minRsaBitsOfPrivate
  const found = await findPath({
    leaf,
    intermediates: parseIntermediates(chain.slice(1)),
    anchors,
    rules: { time, purpose: Oid.serverAuth, brokenIssuanceRule, minRsaBits: minBits, maxIntermediates },
    verifySignature,
  })
  const nameFaults = nameFaultsOf(leaf, options.serverName)
  if (!found.ok) return refuse(found.faults, nameFaults)
  if (nameFaults.length > 0) return refuse([], nameFaults)
  return { ok: true, path: found.path, leaf }
}

function refuse(pathFaults: readonly Fault[], nameFaults: readonly Fault[] = []): Verdict {
  const { error, alert, reason } = gravest(pathFaults, nameFaults)
  return { ok: false, error, alert, reason }
}

/** Whether the certificate permits this use of its key. A certificate that cannot be read is left to `parseLeaf`. */
function permitsUse(der: Uint8Array | undefined, use: KeyUsage): boolean {
  try {
    return der === undefined || readKeyUsage(der)?.has(use) !== false
  } catch (error) {
    if (error instanceof DerError) return true
    throw error
  }
}

function parseLeaf(der: Uint8Array | undefined): Certificate | Fault {
  if (der === undefined) return 'malformed'
  try {
    return parseCertificate(der)
  } catch (error) {
    if (error instanceof InvalidCertificateError) return 'invalid'
    if (error instanceof DerError) return 'malformed'
    throw error
  }
}

/**
 * Parses the intermediate certificates. A malformed certificate is left out, because there may be a path without it.
 */
function parseIntermediates(chain: readonly Uint8Array[]): Certificate[] {
  return chain.flatMap((der) => {
    const certificate = parseLeaf(der)
    return typeof certificate === 'string' ? [] : [certificate]
  })
}

function nameFaultsOf(leaf: Certificate, serverName: string): Fault[] {
  const server = parseServerName(serverName)
  if (serverName === '') return ['noHostName']
  return server !== undefined && isForServer(leaf.extensions.subjectAltName, server) ? [] : ['hostName']
}
