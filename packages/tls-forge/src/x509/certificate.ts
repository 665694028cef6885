/**
 * A certificate (RFC 5280, section 4.1), parsed.
 */
export interface Certificate {
  /** The whole certificate. */
  readonly der: Uint8Array
  /** The whole SubjectPublicKeyInfo. */
  readonly spki: Uint8Array
}
