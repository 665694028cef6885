/**
 * Is the server the one it is taken for? The path to an anchor, the name, the pinned keys, and the word of the user.
 */
import { checkServer, type ServerCheckOptions, type TrustAnchors } from '@chrome-socket/x509'
import { sha256 } from '@noble/hashes/sha2.js'
import type { CryptoProvider } from './crypto/provider.ts'
import type { PeerVerdict } from './handshake/context.ts'
import type { ForgeTlsOptions } from './options.ts'

/** Never rejects. */
export type PeerVerifier = (chain: readonly Uint8Array[], serverName: string) => Promise<PeerVerdict>

/** `pins` are those of `options.pinnedKeys`, read. */
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
    onCertificateError: options.onCertificateError,
  }
  // The handshake checks by itself what the key may be used for.
  return (chain, serverName) => checkServer({ chain, serverName }, check)
}
