/** Something is encrypted, or authenticated, in a way that is not supported. */
export class UnsupportedSchemeError extends Error {
  override readonly name: string = 'UnsupportedSchemeError'
}
