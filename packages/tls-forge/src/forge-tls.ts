/**
 * `forgeTls`: TLS in JavaScript, over any backend's byte stream.
 */
import {
  NetError,
  afterMicrotasks,
  type ByteStream,
  type Cancel,
  type NetResult,
  type TlsOptions,
  type TlsProvider,
} from '@chrome-socket/api'
import { clientIdentity } from './client-identity.ts'
import { defaultCrypto } from './crypto/default.ts'
import type { CryptoProvider } from './crypto/provider.ts'
import type { ClientCertificate, ClientOptions, NegotiableVersion } from './handshake/context.ts'
import { SessionCache } from './handshake/session.ts'
import type { ForgeTlsOptions } from './options.ts'
import { peerVerifier, trustAnchors, type PeerVerifier } from './peer-verifier.ts'
import { TlsStream } from './tls-stream.ts'
import { suitesByPreference } from './wire/cipher-suites.ts'
import { TlsFault } from './wire/fault.ts'

type Done = (result: NetResult, stream?: ByteStream) => void

/** What one provider makes ready once, when it is first used. */
interface Prepared {
  readonly crypto: CryptoProvider
  readonly clientCertificate: ClientCertificate | undefined
  readonly verifier: PeerVerifier
}

/** A provider of TLS 1.2 and 1.3. Throws for options that contradict each other; what needs reading is read later. */
export function forgeTls(options: ForgeTlsOptions = {}): TlsProvider {
  const sessions = options.sessionCache === false ? undefined : new SessionCache()
  let preparing: Promise<Prepared> | undefined

  async function prepare(): Promise<Prepared> {
    const crypto = options.crypto ?? (await defaultCrypto())
    const clientCertificate = await clientIdentity(options, crypto)
    return { crypto, clientCertificate, verifier: peerVerifier(options, trustAnchors(options.ca), crypto) }
  }

  function clientOptions(prepared: Prepared, inner: ByteStream, tls: TlsOptions, range: VersionRange): ClientOptions {
    const { crypto, clientCertificate, verifier } = prepared
    const server = `${tls.serverName} ${inner.peer.port} ${range.minVersion} ${range.maxVersion}`
    return {
      crypto,
      serverName: tls.serverName,
      ...range,
      suites: suitesByPreference(crypto.aeads),
      groups: crypto.groups,
      alpnProtocols: options.alpnProtocols ?? [],
      clientCertificate,
      sessions: sessions?.store(server),
      verifyPeer: (chain) => verifier(chain, tls.serverName),
      keyLog: options.keyLog,
      now: options.now ?? Date.now,
    }
  }

  function report(serverName: string, fault: TlsFault): void {
    const { netError: error, message: reason, alert } = fault
    options.onFailure?.({ serverName, error, reason, ...(alert !== undefined && { alert }) })
  }

  return {
    name: 'forge',
    secure(inner: ByteStream, tls: TlsOptions, done: Done): Cancel {
      let cancelled = false
      let stream: TlsStream | undefined

      function fail(fault: TlsFault): void {
        if (cancelled) return
        cancelled = true
        report(tls.serverName, fault)
        if (stream === undefined) inner.close()
        else stream.close()
        done(fault.netError)
      }

      function handshake(prepared: Prepared, range: VersionRange): void {
        if (cancelled) return
        const started = new TlsStream(inner, clientOptions(prepared, inner, tls, range), (fault) => {
          if (fault !== undefined) {
            fail(fault)
            return
          }
          if (cancelled) return
          cancelled = true
          options.onSecure?.(describe(tls.serverName, started))
          done(NetError.OK, started)
        })
        stream = started
      }

      const range = versionRange(tls)
      if (range === undefined) {
        const fault = new TlsFault(
          undefined,
          'the least version is above the greatest',
          NetError.ERR_SSL_PROTOCOL_ERROR,
        )
        afterMicrotasks(() => fail(fault))
      } else {
        preparing ??= prepare()
        preparing.then(
          (prepared) => handshake(prepared, range),
          (error: unknown) => {
            preparing = undefined
            const reason = error instanceof Error ? error.message : 'the options cannot be used'
            afterMicrotasks(() => fail(new TlsFault(undefined, reason, NetError.ERR_FAILED)))
          },
        )
      }
      return () => {
        if (cancelled) return
        cancelled = true
        if (stream === undefined) inner.close()
        else stream.close()
      }
    },
  }
}

interface VersionRange {
  readonly minVersion: NegotiableVersion
  readonly maxVersion: NegotiableVersion
}

/** As in Chromium: what is older than TLS 1.2 counts as TLS 1.2 for the least version, and not at all for the greatest. */
function versionRange({ minVersion, maxVersion }: TlsOptions): VersionRange | undefined {
  const range: VersionRange = {
    minVersion: minVersion === 'tls1.3' ? 'tls1.3' : 'tls1.2',
    maxVersion: maxVersion === 'tls1.2' ? 'tls1.2' : 'tls1.3',
  }
  return range.minVersion <= range.maxVersion ? range : undefined
}

function describe(serverName: string, { engine }: TlsStream): Parameters<NonNullable<ForgeTlsOptions['onSecure']>>[0] {
  const { version, suite, group, alpnProtocol, peerChain, resumed } = engine.context
  if (version === undefined || suite === undefined) throw new Error('the handshake is not complete')
  return {
    serverName,
    version,
    cipherSuite: suite.name,
    ...(group !== undefined && { group }),
    ...(alpnProtocol !== undefined && { alpnProtocol }),
    peerChain,
    resumed,
  }
}
