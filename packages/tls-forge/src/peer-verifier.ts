/**
 * Checks that a server is the intended one: the path to an anchor, the name, the pinned keys, and the user's
 * decision.
 */
import { checkServer, type OnCertificateError, type ServerCheckOptions, type TrustAnchors } from '@chrome-socket/x509'
import { sha256 } from '@noble/hashes/sha2.js'
import type { CryptoProvider } from './crypto/provider.ts'
import type { PeerVerdict } from './handshake/context.ts'
import type { ForgeTlsOptions } from './options.ts'

/** Checks the certificates of a server. Never rejects. */
export type PeerVerifier = (
  chain: readonly Uint8Array[],
  serverName: string,
  onCertificateError?: OnCertificateError,
) => Promise<PeerVerdict>

/** Makes a verifier. `pins` are the parsed `options.pinnedKeys`. */
export function peerVerifier(
  options: ForgeTlsOptions,
  anchors: TrustAnchors,
  crypto: CryptoProvider,
  pins?: ReadonlySet<string>,
): PeerVerifier {
  const check: ServerCheckOptions = {
    anchors,
    verifySignature: crypto.verify,
    sha256,
    pins,
    profile: options.certificateProfile,
    now: options.now,
  }
  // The handshake itself checks the use of the key.
  return (chain, serverName, onCertificateError) => checkServer({ chain, serverName }, { ...check, onCertificateError })
}
