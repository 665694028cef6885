/**
 * The certificates that the runtime trusts, where it gives them out: Node, Bun and Deno do so by `node:tls`.
 * It is not imported, so that this package loads where there is none.
 */
interface NodeTls {
  /** Node ≥ 22.15: with what `--use-system-ca` and NODE_EXTRA_CA_CERTS add. */
  readonly getCACertificates?: (type: 'default') => readonly string[]
  readonly rootCertificates?: readonly string[]
}

interface NodeProcess {
  readonly process?: { readonly getBuiltinModule?: (name: string) => NodeTls | undefined }
}

/** In PEM. Undefined where there are none to be had. */
export function runtimeAnchors(): readonly string[] | undefined {
  const tls = (globalThis as NodeProcess).process?.getBuiltinModule?.('node:tls')
  return tls?.getCACertificates?.('default') ?? tls?.rootCertificates
}
