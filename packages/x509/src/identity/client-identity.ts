/** The certificate and the key of a client, for servers that ask for a client certificate. */
export interface ClientIdentity {
  /** DER, the client's own certificate first. */
  readonly chain: readonly Uint8Array[]
  /** A PrivateKeyInfo (RFC 5958) in DER. */
  readonly pkcs8: Uint8Array
}
