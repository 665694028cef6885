/** What a client shows to a server that asks for a certificate. */
export interface ClientIdentity {
  /** DER, the client's own certificate first. */
  readonly chain: readonly Uint8Array[]
  /** A PrivateKeyInfo (RFC 5958) in DER. */
  readonly pkcs8: Uint8Array
}
