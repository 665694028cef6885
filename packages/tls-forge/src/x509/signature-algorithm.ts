/**
 * The signature algorithms that a certificate may be signed with, by name.
 *
 * The names are those of TLS's signature schemes (RFC 8446, section 4.2.3) but without an elliptic curve:
 * in X.509 the hash of an ECDSA signature and the curve of the key are independent (RFC 5758, section 3.2),
 * so the curve is the one in the signer's SubjectPublicKeyInfo.
 */
export type SignatureAlgorithm =
  | 'rsa_pkcs1_sha256'
  | 'rsa_pkcs1_sha384'
  | 'rsa_pkcs1_sha512'
  /** PSS with MGF1 of the same hash and a salt as long as the hash; the key is a plain rsaEncryption key. */
  | 'rsa_pss_sha256'
  | 'rsa_pss_sha384'
  | 'rsa_pss_sha512'
  /** The signature is a DER `ECDSA-Sig-Value`, as in TLS. */
  | 'ecdsa_sha256'
  | 'ecdsa_sha384'
  | 'ecdsa_sha512'
  | 'ed25519'

/**
 * Checks one signature: is `signature` over `data` by the key in `spki`? May be asynchronous (WebCrypto).
 * `spki` is a DER SubjectPublicKeyInfo whose kind of key fits `algorithm`, has been found well formed, and is of an
 * accepted strength. False, a throw and a rejection all mean that it is not.
 */
export type VerifySignature = (
  algorithm: SignatureAlgorithm,
  spki: Uint8Array,
  signature: Uint8Array,
  data: Uint8Array,
) => boolean | Promise<boolean>
