/**
 * The shared secret of a key exchange (RFC 8446, sections 4.2.8 and 7.4).
 */
import type { KeyShare } from '../crypto/provider.ts'
import { TlsFault } from '../wire/fault.ts'

/** A public key that is not one of the group, or that gives a secret of zeros, is an `illegal_parameter`. */
export async function agree(share: KeyShare, peerPublicKey: Uint8Array): Promise<Uint8Array> {
  if (peerPublicKey.length === share.publicKey.length) {
    try {
      const secret = await share.agree(peerPublicKey)
      if (secret.some((byte) => byte !== 0)) return secret
    } catch {
      // Said below: why a provider refuses a key is nothing that a peer or a log should learn.
    }
  }
  throw new TlsFault('illegal_parameter', `the server's key share is not one of ${share.group}`)
}
