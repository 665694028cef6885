/**
 * Native TLS: BoringSSL, as in Chromium, by way of `upgradeTLS` (https://bun.com/reference/bun/Socket/upgradeTLS),
 * and for a stream that is not one of Bun's sockets by way of `node:tls`.
 */
import { createSecureContext } from 'node:tls'
import { afterMicrotasks, NetError } from '@chrome-socket/api/backend'
import type { ByteStream, Cancel, NetResult, TlsOptions, TlsProvider } from '@chrome-socket/api/backend'
import { bunRuntime } from './bun-types.ts'
import { BunTcpStream } from './tcp.ts'
import { secureSocket } from './tls-over-socket.ts'
import { secureStream } from './tls-over-stream.ts'
import type { Credentials, TlsParameters } from './tls-parameters.ts'

/** All may be left out. */
export interface BunTlsProviderOptions {
  /** The trust anchors, in PEM. Without: those that Bun trusts by itself. */
  readonly ca?: string | readonly string[]
  /** The client's certificate, with its chain, in PEM: shown to a server that asks for one. */
  readonly cert?: string
  /** The private key of `cert`, in PEM. */
  readonly key?: string
  /** What `key` is encrypted with. */
  readonly passphrase?: string
}

/** Native TLS 1.2 and 1.3. Throws outside Bun, and when `ca`, `cert` or `key` cannot be used. */
export function bunTls(options: BunTlsProviderOptions = {}): TlsProvider {
  bunRuntime()
  const { ca, ...own } = options
  const credentials: Credentials = ca === undefined ? own : { ...own, ca: [ca].flat() }
  createSecureContext(credentials)
  return {
    name: 'bun',
    secure(inner, tlsOptions, done) {
      const parameters = parametersOf(tlsOptions, credentials)
      if (parameters.minVersion > parameters.maxVersion) return refuse(inner, NetError.ERR_SSL_PROTOCOL_ERROR, done)
      if (!(inner instanceof BunTcpStream)) return secureStream(inner, parameters, done)
      if (inner.isOver) return refuse(inner, NetError.ERR_SOCKET_NOT_CONNECTED, done)
      const socket = inner.detach()
      return socket === undefined
        ? secureStream(inner, parameters, done)
        : secureSocket(socket, inner, parameters, done)
    },
  }
}

function refuse(inner: ByteStream, result: NetResult, done: (result: NetResult) => void): Cancel {
  let wanted = true
  inner.close()
  afterMicrotasks(() => {
    if (wanted) done(result)
  })
  return () => {
    wanted = false
  }
}

/** As Chromium does: below TLS 1.2 a minimum is raised and a maximum ignored. */
function parametersOf({ serverName, minVersion, maxVersion }: TlsOptions, credentials: Credentials): TlsParameters {
  return {
    serverName,
    minVersion: minVersion === 'tls1.3' ? 'tls1.3' : 'tls1.2',
    maxVersion: maxVersion === 'tls1.2' ? 'tls1.2' : 'tls1.3',
    credentials,
  }
}
