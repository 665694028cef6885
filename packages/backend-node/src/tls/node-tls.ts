/// <reference types="node" preserve="true" />
/**
 * The TLS provider with Node's own TLS and Chromium's verdicts on certificates: its options and its secure contexts.
 * Source: https://nodejs.org/docs/latest-v20.x/api/tls.html
 */
import tls from 'node:tls'
import type { Cancel, TlsOptions, TlsProvider, TlsVersion } from '@chrome-socket/api/backend'
import { completeLater, NetError } from '@chrome-socket/api/backend'
import { bindToContext, type TlsClientOptions } from '@chrome-socket/x509'
import type { Credentials } from '@chrome-socket/x509/node'
import { nativeCredentials } from '@chrome-socket/x509/node'
import { Map } from '../globals.ts'
import { handshake } from './handshake.ts'

/** The options of the TLS provider. Each is optional. */
export interface NodeTlsOptions extends TlsClientOptions {
  /**
   * The certificates to trust: PEM (text or bytes, with any number of certificates) or DER, one or a list. The default
   * is the certificates that Node's own `tls` trusts; NODE_EXTRA_CA_CERTS, `--use-system-ca` and `--use-openssl-ca` apply.
   */
  readonly ca?: string | Uint8Array | readonly (string | Uint8Array)[] | undefined
}

const versionNames: Readonly<Record<TlsVersion, tls.SecureVersion>> = {
  tls1: 'TLSv1',
  'tls1.1': 'TLSv1.1',
  'tls1.2': 'TLSv1.2',
  'tls1.3': 'TLSv1.3',
}

/** Chromium's cipher suites by OpenSSL's names, without CBC with SHA-256 and DHE (net/socket/ssl_client_socket_impl.cc). */
const cipherSuites = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-RSA-AES128-SHA',
  'ECDHE-RSA-AES256-SHA',
  'AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
  'AES128-SHA',
  'AES256-SHA',
].join(':')

/** Forbids a second handshake, in which a server could show another certificate. A client with BoringSSL never allows it. */
const noRenegotiation = 0x4000_0000 // SSL_OP_NO_RENEGOTIATION, for which Node has no name

/** Chromium's groups, limited to those of every supported version of OpenSSL. */
const groups = 'X25519:P-256:P-384'

/**
 * Makes a TLS provider for `secure`: Node's own TLS 1.2 and 1.3. If the client's key needs a key derivation,
 * connections wait for it. If its `passphrase` is wrong, they fail with -2 and a warning gives the reason.
 * @param options the options, each of them optional
 * @throws TypeError: an option is not valid; the message names it.
 * @throws Error: `passphrase` does not fit `key`.
 * @errors of a handshake: those of `chrome.socket.secure`.
 * @example
 * import { readFileSync } from 'node:fs'
 * import { nodeTls } from '@chrome-socket/backend-node'
 *
 * const tls = nodeTls({ ca: readFileSync('ca.pem'), onSecure: ({ version }) => console.log(version) })
 */
export function nodeTls(options: NodeTlsOptions = {}): TlsProvider {
  const native = nativeCredentials(options)
  const contexts = new Map<string, tls.SecureContext>()
  const contextFor = (credentials: Credentials, minVersion: TlsVersion, maxVersion: TlsVersion): tls.SecureContext => {
    const range = `${minVersion}-${maxVersion}`
    const context =
      contexts.get(range) ??
      tls.createSecureContext({
        ...credentials,
        // `judgeServer` checks the certificates, not OpenSSL.
        ca: [],
        ciphers: cipherSuites,
        ecdhCurve: groups,
        minVersion: versionNames[minVersion],
        maxVersion: versionNames[maxVersion],
        secureOptions: noRenegotiation,
      })
    contexts.set(range, context)
    return context
  }
  return {
    name: 'node',
    secure(inner, { serverName, minVersion = 'tls1.2', maxVersion = 'tls1.3' }: TlsOptions, complete) {
      // No version lies between the limits. Chromium fails in its handshake with this error.
      if (minVersion === 'tls1.3' && maxVersion === 'tls1.2') {
        inner.close()
        return completeLater(() => complete(NetError.ERR_SSL_PROTOCOL_ERROR))
      }
      const check = native.check()
      const { alpnProtocols } = options
      const onSecure = bindToContext(options.onSecure)
      let cancel: Cancel | undefined
      const callOff = native.whenRead((credentials) => {
        if (credentials === undefined) {
          inner.close()
          cancel = completeLater(() => complete(NetError.ERR_FAILED))
        } else {
          const context = contextFor(credentials, minVersion, maxVersion)
          cancel = handshake(inner, serverName, context, check, { alpnProtocols, onSecure }, complete)
        }
      })
      return () => {
        if (cancel === undefined) inner.close()
        else cancel()
        callOff()
      }
    },
  }
}
