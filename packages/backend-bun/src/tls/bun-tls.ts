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
import { bindToContext, type TlsClientOptions } from '@chrome-socket/x509'
import { nativeCredentials, type Credentials } from '@chrome-socket/x509/node'
import { bunRuntime } from '../bun-types.ts'
import { BunTcpStream } from '../tcp/tcp-stream.ts'
import { secureSocket } from './tls-over-socket.ts'
import { secureStream } from './tls-over-stream.ts'
import type { TlsParameters } from './tls-parameters.ts'

/** The options of the TLS provider. Each is optional. */
export interface BunTlsProviderOptions extends TlsClientOptions {
  /**
   * The certificates to trust: PEM (text or bytes, with any number of certificates) or DER, one or a list. The default
   * is the certificates that Bun's own TLS trusts; NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, SSL_CERT_DIR and
   * `--use-system-ca` apply.
   */
  readonly ca?: string | Uint8Array | readonly (string | Uint8Array)[] | undefined
}

/**
 * Makes a TLS provider for `secure`: Bun's own TLS 1.2 and 1.3. If the client's key needs a key derivation,
 * connections wait for it. If its `passphrase` is wrong, they fail with -2 and a warning gives the reason.
 * @param options the options, each of them optional
 * @throws Error: the runtime is not Bun, or `passphrase` does not fit `key`.
 * @throws TypeError: an option is not valid; the message names it.
 * @errors of a handshake: those of `chrome.socket.secure`.
 * @example
 * import { readFileSync } from 'node:fs'
 * import { bunTls } from '@chrome-socket/backend-bun'
 *
 * const tls = bunTls({ ca: readFileSync('ca.pem'), onSecure: ({ version }) => console.log(version) })
 */
export function bunTls(options: BunTlsProviderOptions = {}): TlsProvider {
  bunRuntime()
  const native = nativeCredentials(options)
  const { alpnProtocols = [], onSecure } = options
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
    onSecure: bindToContext(onSecure),
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
