export interface BunTlsProviderOptions {
  readonly ca?: string
}
export function bunTls(): void {}
