/**
 * Reads the options of a native TLS provider once: the authorities to trust, the pins, and the client's certificate
 * and key. The latter become PEM, which the TLS of every runtime accepts.
 */
import { Promise } from '../globals.ts'
import { throwToHost } from '@chrome-socket/api/backend'
import { warnHost } from '../builtin.ts'
import type { TlsClientOptions } from '../client-options.ts'
import { readClientIdentity } from '../identity/read-identity.ts'
import type { ClientIdentity } from '../identity/client-identity.ts'
import { encodePem } from '../pem.ts'
import { parsePins } from '../pins.ts'
import { certificatesOfRuntime } from '../runtime-anchors.ts'
import type { ServerCheckOptions } from '../server-check.ts'
import { parseTrustAnchors, publicTrustAnchors } from '../trust-anchors.ts'
import { sha256, verifySignature } from './verify-signature.ts'

/** The client's certificate and key, in PEM. */
export interface Credentials {
  /** The certificate, its intermediates after it. Absent where the client has none. */
  readonly cert?: string
  /** Its private key: PKCS#8. */
  readonly key?: string
}

/** The credentials of a provider on a runtime's own TLS. */
export interface NativeCredentials {
  /** The rules for a server's certificates. */
  check(): ServerCheckOptions
  /**
   * Calls `use` with the client's certificate and key, within this call unless a key derivation is still running.
   * `use` gets undefined if they cannot be used, after a warning that says why. The function that is returned cancels
   * the call.
   */
  whenRead(use: (credentials: Credentials | undefined) => unknown): () => void
}

/**
 * Reads the options of a provider on a runtime's own TLS, once. A passphrase that turns out to be wrong later is told by a warning.
 * @param options the authorities, the pins, the client's certificate, and whom to ask; all may be left out
 * @throws TypeError: an option cannot be used; the text names it.
 * @throws Error: `passphrase` is not that of `key`.
 * @example
 * import { nativeCredentials } from '@chrome-socket/x509/node'
 *
 * const native = nativeCredentials({})
 * native.whenRead((credentials) => console.log(credentials?.cert ?? 'no certificate'))
 */
export function nativeCredentials(options: TlsClientOptions): NativeCredentials {
  const { ca, pinnedKeys, onCertificateError } = options
  const given = ca === undefined ? undefined : parseTrustAnchors(ca)
  for (const each of given?.unreadable ?? []) warnHost(each)
  const pins = pinnedKeys && parsePins(pinnedKeys)
  const identity = readClientIdentity(options)
  const reading = identity instanceof Promise ? identity.then(pemOf, refused) : undefined
  const read = identity instanceof Promise ? undefined : pemOf(identity)
  return {
    check: () => ({
      anchors: given ?? publicTrustAnchors(certificatesOfRuntime()),
      verifySignature,
      sha256,
      pins,
      onCertificateError,
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
