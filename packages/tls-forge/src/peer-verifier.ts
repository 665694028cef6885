/**
 * Is the server the one it is taken for? The path to an anchor, the name, and the pinned keys.
 */
import { NetError } from '@chrome-socket/api/backend'
import { sha256 } from '@noble/hashes/sha2.js'
import type { CryptoProvider } from './crypto/provider.ts'
import type { PeerVerdict } from './handshake/context.ts'
import type { ForgeTlsOptions } from './options.ts'
import { runtimeAnchors } from './runtime-anchors.ts'
import { parseTrustAnchors, verifyServerCertificate, type TrustAnchors } from '@chrome-socket/x509'

/** Never rejects. */
export type PeerVerifier = (chain: readonly Uint8Array[], serverName: string) => Promise<PeerVerdict>

/** The runtime's are the same for every provider, and hundreds. */
let ofRuntime: TrustAnchors | undefined

/** Throws where there is nothing to trust: nothing is trusted by default. */
export function trustAnchorsOfRuntime(): TrustAnchors {
  if (ofRuntime !== undefined) return ofRuntime
  const certificates = runtimeAnchors()
  if (certificates === undefined || certificates.length === 0) {
    throw new Error('this runtime does not give out the certificates it trusts: give some in `ca`')
  }
  ofRuntime = parseTrustAnchors(certificates)
  return ofRuntime
}

export function peerVerifier(options: ForgeTlsOptions, anchors: TrustAnchors, crypto: CryptoProvider): PeerVerifier {
  const pins = options.pinnedKeys && new Set(options.pinnedKeys)
  const now = options.now ?? Date.now
  const verify: PeerVerifier = async (chain, serverName) => {
    const verdict = await verifyServerCertificate({
      chain,
      serverName,
      anchors,
      time: now(),
      verifySignature: crypto.verify,
      profile: options.certificateProfile ?? 'chromium',
    })
    if (!verdict.ok) return verdict
    if (pins !== undefined && !verdict.path.some(({ spki }) => pins.has(pinOf(spki)))) {
      return {
        ok: false,
        error: NetError.ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN,
        alert: 'bad_certificate',
        reason: 'none of the pinned keys is in the path of the server',
      }
    }
    return { ok: true, expiresAt: Math.min(...verdict.path.map(({ notAfter }) => notAfter)) }
  }
  // What the caller's clock throws, or a provider rejects with, is a verdict too: nobody may wait for this one, when
  // the handshake fails before it.
  return (chain, serverName) =>
    verify(chain, serverName).catch(() => ({
      ok: false,
      error: NetError.ERR_FAILED,
      alert: 'internal_error',
      reason: 'the certificates could not be checked',
    }))
}

function pinOf(spki: Uint8Array): string {
  return btoa(String.fromCharCode(...sha256(spki)))
}
