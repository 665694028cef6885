/**
 * Computes the shared secret of a key exchange (RFC 8446, sections 4.2.8 and 7.4).
 */
import type { KeyShare } from '../crypto/provider.ts'
import { TlsFault } from '../wire/fault.ts'

/**
 * Returns the shared secret. Throws an `illegal_parameter` for a public key of another group, or if the secret is all
 * zeros.
 */
export async function agree(share: KeyShare, peerPublicKey: Uint8Array): Promise<Uint8Array> {
  if (peerPublicKey.length === share.publicKey.length) {
    try {
      const secret = await share.agree(peerPublicKey)
      if (secret.some((byte) => byte !== 0)) return secret
    } catch {
      // The provider's reason is dropped: neither the peer nor a log should learn it.
    }
  }
  throw new TlsFault('illegal_parameter', `the server's key share is not valid for ${share.group}`)
}
