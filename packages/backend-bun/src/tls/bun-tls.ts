/**
 * The TLS provider with Bun's native TLS, which is BoringSSL, as in Chromium. It uses `upgradeTLS`
 * (https://bun.com/reference/bun/Socket/upgradeTLS), and `node:tls` for a stream that is not a Bun socket.
 */
import { completeLater, NetError } from '@chrome-socket/api/backend'
import type {
  ByteStream,
  Cancel,
  Completion,
  NetResult,
  SecureCompletion,
  TlsOptions,
  TlsProvider,
} from '@chrome-socket/api/backend'
import type { OnCertificateError, SecureConnection } from '@chrome-socket/x509'
import { nativeCredentials, type Credentials } from '@chrome-socket/x509/node'
import { bunRuntime } from '../bun-types.ts'
import { BunTcpStream } from '../tcp/tcp-stream.ts'
import { secureSocket } from './tls-over-socket.ts'
import { secureStream } from './tls-over-stream.ts'
import type { TlsParameters } from './tls-parameters.ts'

/** The options of the TLS provider. Each is optional. */
export interface BunTlsProviderOptions {
  /**
   * The certificates to trust: PEM, as text or bytes, with any number in it, or DER, one or a list. Without it those that
   * Bun's own TLS trusts, with what NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, SSL_CERT_DIR and `--use-system-ca` make of them.
   */
  readonly ca?: string | Uint8Array | readonly (string | Uint8Array)[]
  /** The client's certificate for servers that ask for one, in PEM, its intermediates after it. Needs `key`. */
  readonly cert?: string | Uint8Array
  /** The private key of `cert`, in PEM. */
  readonly key?: string | Uint8Array
  /** Certificate and key in one, PKCS#12, in place of `cert` and `key`. */
  readonly pfx?: Uint8Array
  /** The passphrase of `key` or `pfx`. */
  readonly passphrase?: string
  /** Application protocols to offer, the preferred one first (RFC 7301). */
  readonly alpnProtocols?: readonly string[]
  /**
   * SHA-256 hashes of SubjectPublicKeyInfos, in base64 (RFC 7469, section 2.4): one of them must be in the path from
   * the server's certificate to the anchor. Else the handshake ends with ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN.
   */
  readonly pinnedKeys?: readonly string[]
  /** Decides whether a connection goes on although the server's certificates are not accepted. By default it does not go on. */
  readonly onCertificateError?: OnCertificateError
  /** Gets the connection's properties when a handshake is complete, before the app gets its stream. */
  readonly onSecure?: (connection: SecureConnection) => void
}

/**
 * Makes the provider of native TLS 1.2 and 1.3, for `secure`. A key that takes a derivation is read meanwhile, and connections
 * wait for it: a `passphrase` that is not that of `pfx` is told by a warning, and they fail with -2.
 * @param options what to trust, the client's certificate, and who is told; all may be left out
 * @throws Error: this is not Bun, or `passphrase` is not that of `key`.
 * @throws TypeError: an option cannot be used; the text names it.
 * @errors of a handshake: those of `chrome.socket.secure`.
 * @example
 * import { readFileSync } from 'node:fs'
 * import { bunTls } from '@chrome-socket/backend-bun'
 *
 * const tls = bunTls({ ca: readFileSync('ca.pem'), onSecure: ({ version }) => console.log(version) })
 */
export function bunTls(options: BunTlsProviderOptions = {}): TlsProvider {
  bunRuntime()
  const { alpnProtocols = [], onSecure } = options
  const native = nativeCredentials(options)
  const parametersOf = (
    { serverName, minVersion, maxVersion }: TlsOptions,
    credentials: Credentials,
  ): TlsParameters => ({
    serverName,
    // Like Chromium, this raises a minimum below TLS 1.2 and ignores a maximum below TLS 1.2.
    minVersion: minVersion === 'tls1.3' ? 'tls1.3' : 'tls1.2',
    maxVersion: maxVersion === 'tls1.2' ? 'tls1.2' : 'tls1.3',
    alpnProtocols,
    credentials,
    check: native.check(),
    onSecure,
  })
  const start = (inner: ByteStream, parameters: TlsParameters, complete: SecureCompletion): Cancel => {
    if (parameters.minVersion > parameters.maxVersion) return refuse(inner, NetError.ERR_SSL_PROTOCOL_ERROR, complete)
    if (!(inner instanceof BunTcpStream)) return secureStream(inner, parameters, complete)
    return inner.canUpgrade ? secureSocket(inner, parameters, complete) : secureStream(inner, parameters, complete)
  }
  return {
    name: 'bun',
    secure(inner, tlsOptions, complete) {
      let cancel: Cancel | undefined
      const callOff = native.whenRead((credentials) => {
        cancel =
          credentials === undefined
            ? refuse(inner, NetError.ERR_FAILED, complete)
            : start(inner, parametersOf(tlsOptions, credentials), complete)
      })
      return () => {
        if (cancel === undefined) inner.close()
        else cancel()
        callOff()
      }
    },
  }
}

function refuse(inner: ByteStream, result: NetResult, complete: Completion): Cancel {
  inner.close()
  return completeLater(() => complete(result))
}
