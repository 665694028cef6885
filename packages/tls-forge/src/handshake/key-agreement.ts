/**
 * The shared secret of a key exchange (RFC 8446, sections 4.2.8 and 7.4).
 */
import type { KeyShare } from '../crypto/provider.ts'
import { TlsFault } from '../wire/fault.ts'

/** A public key of another group, or one that gives a secret of zeros, is an `illegal_parameter`. */
export async function agree(share: KeyShare, peerPublicKey: Uint8Array): Promise<Uint8Array> {
  if (peerPublicKey.length === share.publicKey.length) {
    try {
      const secret = await share.agree(peerPublicKey)
      if (secret.some((byte) => byte !== 0)) return secret
    } catch {
      // Neither the peer nor a log should learn why a provider refuses a key.
    }
  }
  throw new TlsFault('illegal_parameter', `the server's key share is not one of ${share.group}`)
}
