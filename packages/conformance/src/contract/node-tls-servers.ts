/**
 * TLS servers from `node:tls` with certificates of every kind, and the authority that issued the good certificates.
 * Source: https://nodejs.org/docs/latest-v20.x/api/tls.html#new-tlstlssocketsocket-options
 */
import { once } from 'node:events'
import net from 'node:net'
import tls from 'node:tls'
import { type Identity, makeIdentities } from '../peers/identities.ts'
import { nodePeer, queueOf, rawStream } from './node-peer.ts'
import type { CertificateKind, RawTlsListener, RawTlsOptions, RawTlsServers, RawTlsStream } from './tls-subject.ts'

/** TLS servers from `node:tls`, and the authority that issued the good certificates. */
export interface NodeTlsServers extends RawTlsServers {
  /** The certificate, in PEM, of the only authority that the provider must trust. */
  readonly authority: string
}

const versions = { 'tls1.2': 'TLSv1.2', 'tls1.3': 'TLSv1.3' } as const

/** OpenSSL serves SHA-1 signatures only at its lowest security level. BoringSSL, in other runtimes, has no levels. */
const lowSecurity: tls.SecureContextOptions = lowSecurityOptions()

function lowSecurityOptions(): tls.SecureContextOptions {
  const options = { ciphers: `${tls.DEFAULT_CIPHERS}:@SECLEVEL=0` }
  try {
    tls.createSecureContext(options)
    return options
  } catch {
    return {}
  }
}

/** The names of the scenarios' peers for these versions. */
const names: Readonly<Record<CertificateKind, string>> = {
  good: 'ecdsa',
  goodRsa: 'rsa',
  withIntermediate: 'intermediate',
  withoutUsage: 'noUsage',
  anyUsage: 'anyUsage',
  expired: 'expired',
  future: 'future',
  wrongName: 'wrongName',
  nameInSubjectOnly: 'noNames',
  selfSigned: 'selfSigned',
  unknownAuthority: 'unknownAuthority',
  intermediateNotSent: 'intermediateMissing',
  sha1: 'sha1',
  clientUsage: 'clientOnly',
  issuedByLeaf: 'issuedByLeaf',
  unknownCriticalExtension: 'unknownCritical',
}

/**
 * Makes an authority, and servers of `node:tls` with certificates of every kind. The keys take a second or more.
 * @errors Cannot fail. Its `listen` rejects where the address is not there.
 * @example
 * import { nodeTlsServers } from '@chrome-socket/conformance/contract/node-tls-servers'
 *
 * const servers = nodeTlsServers()
 * const { local } = await servers.listen({ certificate: 'expired' })
 * console.log(local.port, servers.authority)
 */
export function nodeTlsServers(): NodeTlsServers {
  const { trusted, byName } = makeIdentities()
  return {
    authority: trusted,
    listen: async (options) => {
      const identity = byName[names[options.certificate]]
      if (identity === undefined) throw new Error(`There is no certificate "${options.certificate}"`)
      return await listen(identity, options)
    },
    listenPlain: async () => await nodePeer.listen('127.0.0.1'),
  }
}

async function listen({ cert, key }: Identity, options: RawTlsOptions): Promise<RawTlsListener> {
  const { version, asksForCertificate = false } = options
  const secureContext = tls.createSecureContext({
    cert,
    key,
    ...lowSecurity,
    ...(version !== undefined && { minVersion: versions[version], maxVersion: versions[version] }),
  })
  const server = net.createServer({ allowHalfOpen: true, noDelay: true })
  const sockets = new Set<net.Socket>()
  const next = queueOf<RawTlsStream>((put) => {
    server.on('connection', (socket) => {
      sockets.add(socket)
      socket.on('error', () => {})
      const secured = new tls.TLSSocket(socket, {
        isServer: true,
        secureContext,
        allowHalfOpen: true,
        requestCert: asksForCertificate,
        rejectUnauthorized: false,
      } as tls.TLSSocketOptions)
      const stream = rawStream(secured)
      secured.once('secure', () => {
        put({
          ...stream,
          reset: () => socket.resetAndDestroy(),
          truncate: () => socket.end(),
        })
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  return {
    local: { address: '127.0.0.1', port },
    accept: next,
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
