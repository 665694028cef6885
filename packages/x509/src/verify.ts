/**
 * Decides whether a chain of certificates is good for a server at a given time.
 */
import { parseCertificate, type Certificate } from './certificate.ts'
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

/** A chain, and what it has to be good for. */
export interface VerifyOptions {
  /** DER, the server's own certificate first, the others in any order. The octets must stay as they are. */
  readonly chain: readonly Uint8Array[]
  /** A host name or an IP literal. */
  readonly serverName: string
  /** Parsed once, see `parseTrustAnchors`. */
  readonly anchors: TrustAnchors
  /** In milliseconds since 1970. */
  readonly time: number
  /** Says whether a signature is good. One that throws or rejects says no. */
  readonly verifySignature: VerifySignature
  /**
   * The use that the server has made of its key in the handshake: `keyEncipherment` in one with static RSA, else
   * `digitalSignature`. It is checked first, as in Chromium. Leave it out if the handshake checks it.
   */
  readonly keyUse?: KeyUsage
  /** `chromium` unless given. */
  readonly profile?: CertificateProfile
}

/** Whether a chain is good, and why not. */
export type Verdict =
  /** `path` is leaf first and trust anchor last. A leaf that is itself an anchor is alone. */
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
 * Finds out whether a chain of certificates is good for a server, at a time. `checkServer` also knows pins and appeals.
 * @param options the chain, the name, the time in milliseconds since 1970, the anchors, and how signatures are verified
 * @errors Never rejects: whatever goes wrong is a verdict that is not ok, with a net error as in `checkServer`.
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
  const leaf = parseLeaf(chain[0])
  if (typeof leaf === 'string') return refuse([leaf])
  const { keyUsage } = leaf.extensions
  if (options.keyUse !== undefined && keyUsage?.has(options.keyUse) === false) return refuse(['keyUse'])
  if (anchors.size === 0) return refuse(['noAnchors'])
  if (!Number.isFinite(time)) return refuse(['noTime'])
  const isStrict = profile === 'strict'
  // Few ask for it, and a page need not load it for the others.
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
