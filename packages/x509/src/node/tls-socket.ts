/// <reference types="node" preserve="true" />
/**
 * What a socket of `node:tls` tells of its handshake: the server's chain as it was sent, in DER, and what was agreed on.
 * Sources: https://nodejs.org/api/tls.html#class-tlstlssocket, https://nodejs.org/api/crypto.html#class-x509certificate
 */
import type { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import type { TlsVersion } from '@chrome-socket/api/backend'
import type { KeyUsage } from '../extensions.ts'
import type { SecureConnection } from '../secure-connection.ts'

/** A message holds no more of them in any sane handshake; a chain that refers to itself must end. */
const maxCertificates = 100

/**
 * The server's own certificate first. Empty where the runtime has none to give, as Deno where it could not read it.
 *
 * `getPeerX509Certificate` links each certificate to the next one that the server sent, whatever is in it, while
 * `getPeerCertificate` leaves out the ones that OpenSSL does not take for an issuer.
 */
export function peerChain(socket: TLSSocket): Uint8Array[] {
  const chain: Uint8Array[] = []
  try {
    let certificate: X509Certificate | undefined = socket.getPeerX509Certificate()
    while (certificate !== undefined && chain.length < maxCertificates) {
      chain.push(new Uint8Array(certificate.raw))
      certificate = certificate.issuerCertificate
    }
  } catch {
    // Deno throws for a certificate that it cannot read.
  }
  return chain
}

const versions: Readonly<Record<string, TlsVersion>> = {
  TLSv1: 'tls1',
  'TLSv1.1': 'tls1.1',
  'TLSv1.2': 'tls1.2',
  'TLSv1.3': 'tls1.3',
}

/** By the names that OpenSSL has for them; the values are the IANA registry's. */
const groups: Readonly<Record<string, string>> = {
  X25519: 'x25519',
  prime256v1: 'secp256r1',
  secp384r1: 'secp384r1',
  X25519MLKEM768: 'X25519MLKEM768',
}

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

/** Deno knows no standard names. */
function cipherSuite(socket: TLSSocket): string {
  const { name, standardName } = socket.getCipher() as { readonly name: string; readonly standardName?: string }
  return standardName ?? name
}

/** What the server has done with its key: a suite of TLS 1.2 with static RSA has it decrypt, any other has it sign. */
export function keyUse(suite: string): KeyUsage {
  return suite.startsWith('TLS_RSA_') ? 'keyEncipherment' : 'digitalSignature'
}
