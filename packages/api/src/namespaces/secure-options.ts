/**
 * The type of `secure`'s options, which has another name in each namespace, and the text for an app without TLS.
 * Source: Chromium extensions/common/api/socket.idl and sockets_tcp.idl
 */
import { dictionary, string } from '../bindings/value-types.ts'
import type { ValueType } from '../bindings/value-types.ts'
import type { SecureOptions, TLSVersionConstraints } from '../sockets/tls/secure-options.ts'

/** The text for an app without TLS. It is our own, because Chromium always has TLS. */
export const noTlsProvider =
  'No TLS provider is registered: install @chrome-socket/tls-forge, or use that of a backend.'

/** Makes the type. `namespace` is `socket` or `sockets.tcp`. */
export function secureOptions(namespace: string): ValueType<SecureOptions> {
  const versions = dictionary<TLSVersionConstraints>(`${namespace}.TLSVersionConstraints`, { min: string, max: string })
  return dictionary<SecureOptions>(`${namespace}.SecureOptions`, { tlsVersion: versions })
}
