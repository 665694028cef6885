/**
 * Signing with an RSA key in JavaScript, by forge. It is not constant-time; see SECURITY.md.
 */
import { Error } from '../bytes/globals.ts'
import forge from 'node-forge'
import type { SignatureAlgorithm } from '@chrome-socket/x509'
import { toBinary, toBytes } from './forge-bytes.ts'
import type { SigningKey } from './provider.ts'

/** Imports a key. `pkcs8` is a DER PrivateKeyInfo. Throws if it does not hold an RSA key. */
export function forgeSigningKey(pkcs8: Uint8Array): SigningKey {
  const key = forge.pki.privateKeyFromAsn1(forge.asn1.fromDer(toBinary(pkcs8))) as forge.pki.rsa.PrivateKey
  return {
    kind: 'rsa',
    sign(algorithm: SignatureAlgorithm, data) {
      const newDigest = digests[algorithm.slice(-3)]
      if (newDigest === undefined) throw new Error('a signature that this key cannot make')
      const digest = newDigest()
      digest.update(toBinary(data))
      const signature = algorithm.startsWith('rsa_pss')
        ? key.sign(
            digest,
            forge.pss.create({
              md: newDigest(),
              mgf: forge.mgf.mgf1.create(newDigest()),
              saltLength: digest.digestLength,
            }),
          )
        : key.sign(digest)
      return toBytes(signature)
    },
  }
}

const digests: Readonly<Record<string, () => forge.md.MessageDigest & { readonly digestLength: number }>> = {
  256: () => forge.md.sha256.create() as ReturnType<(typeof digests)[string]>,
  384: () => forge.md.sha384.create() as ReturnType<(typeof digests)[string]>,
  512: () => forge.md.sha512.create() as ReturnType<(typeof digests)[string]>,
}
