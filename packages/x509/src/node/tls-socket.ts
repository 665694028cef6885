/// <reference types="node" preserve="true" />
/**
 * Reads the handshake of a socket of `node:tls`: the server's chain as it was sent, in DER, and the result.
 * Sources: https://nodejs.org/api/tls.html#class-tlstlssocket,
 * https://nodejs.org/api/crypto.html#class-x509certificate
 */
import { Uint8Array } from '../globals.ts'
import process from 'node:process'
import type { TLSSocket } from 'node:tls'
import type { TlsVersion } from '@chrome-socket/api/backend'
import type { KeyUsage } from '../extensions.ts'
import type { SecureConnection } from '../secure-connection.ts'

/** The maximum number of certificates. No server sends as many, and a chain that refers to itself must end. */
const maxCertificates = 100

/**
 * Returns copies of the certificates that the server sent, in DER, its own first. In Node and Bun,
 * `getPeerX509Certificate` links every certificate to the next one that the server sent, and `getPeerCertificate`
 * leaves out certificates that OpenSSL does not accept as issuers. In Deno it is the other way round.
 * @param socket a socket whose handshake is complete
 * @errors Cannot fail. The chain is empty if the runtime reveals no certificate: Deno hides certificates that it cannot
 * read.
 * @example
 * import type { TLSSocket } from 'node:tls'
 * import { peerChain } from '@chrome-socket/x509/node'
 *
 * export const sentBy = (socket: TLSSocket) => peerChain(socket).length
 */
export function peerChain(socket: TLSSocket): Uint8Array[] {
  const chain: Uint8Array[] = []
  try {
    let certificate: Link | undefined =
      process.versions['deno'] === undefined ? socket.getPeerX509Certificate() : socket.getPeerCertificate(true)
    while (certificate?.raw !== undefined && chain.length < maxCertificates) {
      chain.push(new Uint8Array(certificate.raw))
      const next: Link | undefined = certificate.issuerCertificate
      // The last certificate of `getPeerCertificate` is its own issuer.
      certificate = next === certificate ? undefined : next
    }
  } catch {
    // Deno throws for a certificate that it cannot read.
  }
  return chain
}

/** The common part of X509Certificate and DetailedPeerCertificate. */
interface Link {
  readonly raw?: Uint8Array
  readonly issuerCertificate?: Link | undefined
}

const versions: Readonly<Record<string, TlsVersion>> = {
  TLSv1: 'tls1',
  'TLSv1.1': 'tls1.1',
  'TLSv1.2': 'tls1.2',
  'TLSv1.3': 'tls1.3',
}

/** The groups' names in the IANA registry, by OpenSSL's names. */
const groups: Readonly<Record<string, string>> = {
  X25519: 'x25519',
  prime256v1: 'secp256r1',
  secp384r1: 'secp384r1',
  X25519MLKEM768: 'X25519MLKEM768',
}

/**
 * Returns the result of a handshake, for `onSecure`.
 * @param socket a socket whose handshake is complete
 * @param serverName the name of the server, as the app gave it
 * @param chain the result of `peerChain`
 * @errors Cannot fail.
 * @example
 * import type { TLSSocket } from 'node:tls'
 * import { peerChain, secureConnection } from '@chrome-socket/x509/node'
 *
 * export function report(socket: TLSSocket): void {
 *   const { version, cipherSuite } = secureConnection(socket, 'example.com', peerChain(socket))
 *   console.log(version, cipherSuite)
 * }
 */
export function secureConnection(
  socket: TLSSocket,
  serverName: string,
  chain: readonly Uint8Array[],
): SecureConnection {
  const key = socket.getEphemeralKeyInfo() as { readonly name?: string } | null
  const group = groups[key?.name ?? '']
  const { alpnProtocol } = socket
  return {
    serverName,
    version: versions[socket.getProtocol() ?? ''] ?? 'tls1.3',
    cipherSuite: cipherSuite(socket),
    ...(group !== undefined && { group }),
    ...(typeof alpnProtocol === 'string' && { alpnProtocol }),
    peerChain: chain,
    resumed: socket.isSessionReused(),
  }
}

/** Returns the name of the cipher suite. Deno has no `standardName`. */
function cipherSuite(socket: TLSSocket): string {
  const { name, standardName } = socket.getCipher() as { readonly name: string; readonly standardName?: string }
  return standardName ?? name
}

/**
 * Returns the use that the server made of its key. With static RSA in TLS 1.2 the key decrypts; otherwise it signs.
 * @param suite the standard name of the cipher suite, such as `TLS_AES_128_GCM_SHA256`
 * @errors Cannot fail.
 * @example
 * import { keyUse } from '@chrome-socket/x509/node'
 *
 * console.log(keyUse('TLS_RSA_WITH_AES_128_GCM_SHA256')) // keyEncipherment
 */
export function keyUse(suite: string): KeyUsage {
  return suite.startsWith('TLS_RSA_') ? 'keyEncipherment' : 'digitalSignature'
}
