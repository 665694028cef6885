/** The error for data that is encrypted or authenticated by an unsupported scheme. */
export class UnsupportedSchemeError extends Error {
  override readonly name: string = 'UnsupportedSchemeError'
}
