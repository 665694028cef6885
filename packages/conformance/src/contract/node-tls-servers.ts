/**
 * TLS servers from `node:tls` with certificates of every kind, and the authority that issued the good ones.
 * Source: https://nodejs.org/docs/latest-v20.x/api/tls.html#new-tlstlssocketsocket-options
 */
import { once } from 'node:events'
import net from 'node:net'
import tls from 'node:tls'
import {
  type CertificateRequest,
  type Identity,
  anyUsage,
  clientAuth,
  issue,
  newKey,
  serverAuth,
  toPem,
} from './certificate.ts'
import { nodePeer, queueOf, rawStream } from './node-peer.ts'
import type { CertificateKind, RawTlsListener, RawTlsOptions, RawTlsServers, RawTlsStream } from './tls-subject.ts'

export interface NodeTlsServers extends RawTlsServers {
  /** What a provider is to trust, and nothing else: a certificate in PEM. */
  readonly authority: string
}

/** The certificates that a server sends, with its own, and the key for it, first. */
type Chain = readonly Identity[]

const versions = { 'tls1.2': 'TLSv1.2', 'tls1.3': 'TLSv1.3' } as const

/** OpenSSL serves SHA-1 signatures at its lowest level only; BoringSSL, in other runtimes, knows no levels. */
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

export function nodeTlsServers(): NodeTlsServers {
  const keys = { ec: newKey('ec'), rsa: newKey('rsa'), issuer: newKey('ec') }
  const root = issue({ subject: 'Test Root', key: newKey('rsa'), isAuthority: true })
  const chains = allChains(root, keys)
  return {
    authority: toPem(root),
    listen: async (options) => await listen(chains[options.certificate], options),
    listenPlain: async () => await nodePeer.listen('127.0.0.1'),
  }
}

interface Keys {
  readonly ec: Identity['key']
  readonly rsa: Identity['key']
  readonly issuer: Identity['key']
}

function allChains(root: Identity, keys: Keys): Record<CertificateKind, Chain> {
  const leaf = (changes: Partial<CertificateRequest> = {}): Identity =>
    issue({
      subject: 'localhost',
      key: keys.ec,
      issuer: root,
      names: ['localhost', '127.0.0.1'],
      usages: [serverAuth],
      ...changes,
    })
  const alone = (changes?: Partial<CertificateRequest>): Chain => [leaf(changes)]
  const intermediate = issue({ subject: 'Test Intermediate', key: keys.issuer, issuer: root, isAuthority: true })
  const stranger = issue({ subject: 'Unknown Root', key: keys.issuer, isAuthority: true })
  const noAuthority = leaf({ subject: 'No Authority', key: keys.issuer })
  const selfSigned = issue({ subject: 'localhost', key: keys.ec, names: ['localhost'], usages: [serverAuth] })
  const withoutUsage = issue({ subject: 'localhost', key: keys.ec, issuer: root, names: ['localhost'] })
  const inSubjectOnly = issue({ subject: 'localhost', key: keys.ec, issuer: root, usages: [serverAuth] })
  return {
    good: alone(),
    goodRsa: alone({ key: keys.rsa }),
    withIntermediate: [leaf({ issuer: intermediate }), intermediate],
    withoutUsage: [withoutUsage],
    anyUsage: alone({ usages: [anyUsage] }),
    expired: alone({ validFrom: -60, validTo: -30 }),
    future: alone({ validFrom: 30 }),
    wrongName: alone({ names: ['elsewhere.example'] }),
    nameInSubjectOnly: [inSubjectOnly],
    selfSigned: [selfSigned],
    unknownAuthority: [leaf({ issuer: stranger }), stranger],
    intermediateNotSent: [leaf({ issuer: intermediate })],
    sha1: alone({ digest: 'sha1' }),
    clientUsage: alone({ usages: [clientAuth] }),
    issuedByLeaf: [leaf({ issuer: noAuthority }), noAuthority],
    unknownCriticalExtension: alone({ unknownCritical: true }),
  }
}

async function listen(chain: Chain, options: RawTlsOptions): Promise<RawTlsListener> {
  const { version, asksForCertificate = false } = options
  const secureContext = tls.createSecureContext({
    key: chain[0]?.key.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: toPem(...chain),
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
