/**
 * Reads the options of a native TLS provider once: the authorities to trust, the pins, and the client's certificate
 * and key. The latter become PEM, which the TLS of every runtime accepts.
 */
import { Promise } from '../globals.ts'
import { throwToHost } from '@chrome-socket/api/backend'
import { bindToContext } from '../async-context.ts'
import { warnHost } from '../builtin.ts'
import type { TlsClientOptions } from '../client-options.ts'
import { readClientIdentity } from '../identity/read-identity.ts'
import type { ClientIdentity } from '../identity/client-identity.ts'
import { checkOptionKinds } from '../option-kinds.ts'
import { encodePem } from '../pem.ts'
import { parsePins } from '../pins.ts'
import { certificatesOfRuntime } from '../runtime-anchors.ts'
import type { ServerCheckOptions } from '../server-check.ts'
import { parseTrustAnchors, publicTrustAnchors } from '../trust-anchors.ts'
import { sha256, verifySignature } from './verify-signature.ts'

/** The client's certificate and key, in PEM. */
export interface Credentials {
  /** The certificate, followed by its intermediates. Absent if the client has no certificate. */
  readonly cert?: string
  /** The private key of the certificate, in PKCS#8. */
  readonly key?: string
}

/** The credentials of a provider on a runtime's own TLS. */
export interface NativeCredentials {
  /** The rules for a server's certificates. The user's handler is bound to the async context of this call. */
  check(): ServerCheckOptions
  /**
   * Calls `use` with the client's certificate and key, within this call unless a key derivation is still running. If
   * they cannot be used, `use` gets undefined after a warning that gives the reason. The returned function cancels the
   * call.
   */
  whenRead(use: (credentials: Credentials | undefined) => unknown): () => void
}

/**
 * Reads the options of a provider on a runtime's own TLS. If a passphrase turns out to be wrong after a key
 * derivation, a warning says so.
 * @param options the options of the provider, each of them optional
 * @throws TypeError: an option is not valid; the message names it.
 * @throws Error: `passphrase` does not fit `key`.
 * @example
 * import { nativeCredentials } from '@chrome-socket/x509/node'
 *
 * const native = nativeCredentials({})
 * native.whenRead((credentials) => console.log(credentials?.cert ?? 'no certificate'))
 */
export function nativeCredentials(options: TlsClientOptions): NativeCredentials {
  checkOptionKinds(options)
  const { ca, pinnedKeys, onCertificateError } = options
  const given = ca === undefined ? undefined : parseTrustAnchors(ca)
  for (const each of given?.unreadable ?? []) warnHost(each)
  const pins = pinnedKeys === undefined ? undefined : parsePins(pinnedKeys)
  const identity = readClientIdentity(options)
  const reading = identity instanceof Promise ? identity.then(pemOf, refused) : undefined
  const read = identity instanceof Promise ? undefined : pemOf(identity)
  return {
    check: () => ({
      anchors: given ?? publicTrustAnchors(certificatesOfRuntime()),
      verifySignature,
      sha256,
      pins,
      onCertificateError: bindToContext(onCertificateError),
    }),
    whenRead(use) {
      let isWanted = true
      if (reading === undefined) use(read)
      else reading.then((credentials) => isWanted && use(credentials)).catch(throwToHost)
      return () => {
        isWanted = false
      }
    },
  }
}

function pemOf(identity: ClientIdentity | undefined): Credentials {
  if (identity === undefined) return {}
  return {
    cert: identity.chain.map((der) => encodePem(der, 'CERTIFICATE')).join(''),
    key: encodePem(identity.pkcs8, 'PRIVATE KEY'),
  }
}

function refused(error: unknown): undefined {
  warnHost(error instanceof Error ? error.message : 'the certificate of the client cannot be read')
}
