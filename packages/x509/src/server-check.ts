/**
 * Checks a server's certificates, for every TLS provider: the path to an anchor and the name (`verify.ts`), the
 * pinned keys, and, if the verdict is a certificate error, the user's decision.
 */
import { Uint8Array, btoa, currentTime, textOf } from './globals.ts'
import { NetError } from '@chrome-socket/api/backend'
import { readPublicKey } from './certificate-fields.ts'
import type { CertificateProfile } from './check-path.ts'
import type { KeyUsage } from './extensions.ts'
import type { CertificateAlert } from './fault.ts'
import type { VerifySignature } from './signature-algorithm.ts'
import type { TrustAnchors } from './trust-anchors.ts'
import { verifyServerCertificate } from './verify.ts'

/**
 * Decides whether a connection continues although the server's certificates are not accepted.
 *
 * `chain` holds the certificates in DER as the server sent them, its own first. The handler may keep them. `error` is
 * Chromium's code, -200 to -299. The connection continues only if the handler returns or resolves with `true`. The
 * answer applies to this connection only. Other failures of a handshake cannot be accepted.
 */
export type OnCertificateError = (
  chain: readonly Uint8Array[],
  error: number,
  serverName: string,
) => boolean | Promise<boolean>

/** The rules by which a TLS provider checks certificates. */
export interface ServerCheckOptions {
  /** The trusted certificates, from `parseTrustAnchors`. */
  readonly anchors: TrustAnchors
  /** Returns whether a signature is good. A throw or a rejection means that it is not. */
  readonly verifySignature: VerifySignature
  /** Returns the SHA-256 of `data`. Only pins need it. */
  readonly sha256: (data: Uint8Array) => Uint8Array
  /** The pinned keys, from `parsePins`. */
  readonly pins?: ReadonlySet<string> | undefined
  /** The rules for certificates. The default is `chromium`. */
  readonly profile?: CertificateProfile | undefined
  /** Returns the current time, in milliseconds since 1970. The default is `Date.now`. */
  readonly now?: (() => number) | undefined
  /**
   * The handler that `judgeServer` calls if the certificates are not accepted. Without it, every such server is
   * refused.
   */
  readonly onCertificateError?: OnCertificateError | undefined
}

/** The reason why a server is refused. */
export interface ServerRefusal {
  /** Always false: the server is not accepted. */
  readonly ok: false
  /** One of `NetError`. */
  readonly error: number
  /** The alert for the server. */
  readonly alert: CertificateAlert
  /** The reason in words, for a log. It contains no secret. */
  readonly reason: string
  /** Asks the user. Absent if there is no handler, or if a user may not accept the fault. */
  readonly appeal?: () => Promise<ServerVerdict>
}

/** The verdict on a server. */
export type ServerVerdict =
  /**
   * `expiresAt` is the time when the first certificate of the path expires, in milliseconds since 1970. It is
   * -Infinity if the user accepted the certificate.
   */
  { readonly ok: true; readonly expiresAt: number } | ServerRefusal

/** The certificates that a server presents, and the name that they must be for. */
export interface PresentedChain {
  /** The certificates in DER, the server's own first and the others in any order. The octets must not change. */
  readonly chain: readonly Uint8Array[]
  /** The host name or IP literal that the certificate must be valid for. */
  readonly serverName: string
  /** The use that the server made of its key, as in `VerifyOptions`. */
  readonly keyUse?: KeyUsage | undefined
}

/**
 * * * * Checks a server's certificates: the path to an anchor, the name, the dates, and the pins. The caller
 * may call the verdict's `appeal` once the server has proved that it owns the key.
 * @param presented the server's certificates, and the name that they must be valid for
 * @param options the anchors, the functions that check signatures and hash, and the pins
 * @errors Never rejects: the verdict's `error` has the net error.
 * - `-200 ERR_CERT_COMMON_NAME_INVALID`: the certificate is for other names.
 * - `-201 ERR_CERT_DATE_INVALID`: a certificate has expired or is not valid yet.
 * - `-202 ERR_CERT_AUTHORITY_INVALID`: there is no path to an anchor.
 * - `-207 ERR_CERT_INVALID`, `-211 ERR_CERT_WEAK_KEY`: a certificate breaks a rule, or its key is too short.
 * - `-150 ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN`: none of the pinned keys is in the path.
 * - `-167 ERR_SSL_SERVER_CERT_BAD_FORMAT`, `-181 ERR_SSL_KEY_USAGE_INCOMPATIBLE`: a certificate cannot be read, or it
 *   does not permit this use of its key.
 * - `-2 ERR_FAILED`: `now` or `sha256` threw.
 * @example
 * import { checkServer, parseTrustAnchors } from '@chrome-socket/x509'
 * import { sha256, verifySignature } from '@chrome-socket/x509/node'
 *
 * export async function isGood(chain: readonly Uint8Array[], ca: string): Promise<boolean> {
 *   const options = { anchors: parseTrustAnchors(ca), sha256, verifySignature }
 *   return (await checkServer({ chain, serverName: 'example.com' }, options)).ok
 * }
 */
export async function checkServer(presented: PresentedChain, options: ServerCheckOptions): Promise<ServerVerdict> {
  try {
    return await check(presented, options)
  } catch {
    // The caller's clock or hash may have thrown.
    const reason = 'the certificates could not be checked'
    return { ok: false, error: NetError.ERR_FAILED, alert: 'internal_error', reason }
  }
}

/**
 * Checks a server's certificates as `checkServer` does. If the certificates have a fault that a user may
 * accept, asks `onCertificateError`.
 * @param presented the server's certificates, and the name that they must be valid for
 * @param options the anchors, the functions that check signatures and hash, the pins, and the handler
 * @errors Never rejects: the verdict's `error` has the net error, as for `checkServer`.
 * @example
 * import { judgeServer, parseTrustAnchors } from '@chrome-socket/x509'
 * import { sha256, verifySignature } from '@chrome-socket/x509/node'
 *
 * export async function isAccepted(chain: readonly Uint8Array[], ca: string): Promise<boolean> {
 *   const options = { anchors: parseTrustAnchors(ca), sha256, verifySignature, onCertificateError: () => false }
 *   return (await judgeServer({ chain, serverName: 'example.com' }, options)).ok
 * }
 */
export async function judgeServer(presented: PresentedChain, options: ServerCheckOptions): Promise<ServerVerdict> {
  const verdict = await checkServer(presented, options)
  return verdict.ok || verdict.appeal === undefined ? verdict : verdict.appeal()
}

async function check(presented: PresentedChain, options: ServerCheckOptions): Promise<ServerVerdict> {
  const { chain, serverName, keyUse } = presented
  const { anchors, verifySignature, pins, profile, now = currentTime } = options
  const verdict = await verifyServerCertificate({
    chain,
    serverName,
    anchors,
    time: now(),
    verifySignature,
    ...(profile !== undefined && { profile }),
    ...(keyUse !== undefined && { keyUse }),
  })
  if (!verdict.ok) return appealable(verdict, presented, options)
  const { path } = verdict
  if (pins !== undefined && !path.some(({ spki }) => pins.has(pinOf(spki, options)))) return notPinned
  return { ok: true, expiresAt: Math.min(...path.map(({ notAfter }) => notAfter)) }
}

const notPinned: ServerRefusal = {
  ok: false,
  error: NetError.ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN,
  alert: 'bad_certificate',
  reason: 'none of the pinned keys is in the path of the server',
}

function appealable(refusal: ServerRefusal, presented: PresentedChain, options: ServerCheckOptions): ServerRefusal {
  const { onCertificateError } = options
  if (onCertificateError === undefined || !isCertificateError(refusal.error)) return refusal
  const { chain, serverName } = presented
  return {
    ...refusal,
    async appeal() {
      try {
        const copies = chain.map((der) => Uint8Array.from(der))
        if ((await onCertificateError(copies, refusal.error, serverName)) !== true) return refusal
        // Pins apply all the same. Only the server's own key has been proved, so that key must be pinned.
        const [leaf] = chain
        if (options.pins === undefined) return { ok: true, expiresAt: -Infinity }
        const isPinned = leaf !== undefined && options.pins.has(pinOf(readPublicKey(leaf), options))
        return isPinned ? { ok: true, expiresAt: -Infinity } : notPinned
      } catch {
        return refusal
      }
    },
  }
}

/** Whether `error` is in Chromium's range of certificate errors (net/base/net_errors.h, IsCertificateError). */
function isCertificateError(error: number): boolean {
  return error <= NetError.ERR_CERT_COMMON_NAME_INVALID && error > -300
}

function pinOf(spki: Uint8Array, { sha256 }: ServerCheckOptions): string {
  return btoa(textOf(...sha256(spki)))
}
