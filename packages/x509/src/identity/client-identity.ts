/** The certificate and the key of a client, for servers that ask for a client certificate. */
export interface ClientIdentity {
  /** The certificates in DER, the client's own first. */
  readonly chain: readonly Uint8Array[]
  /** The private key, a PrivateKeyInfo (RFC 5958) in DER. */
  readonly pkcs8: Uint8Array
}
