/**
 * `forgeTls`: TLS in JavaScript, over any backend's byte stream.
 */
import {
  NetError,
  afterMicrotasks,
  type ByteStream,
  type Cancel,
  type SecureCompletion,
  type TlsOptions,
  type TlsProvider,
} from '@chrome-socket/api/backend'
import { clientCertificate, identityOf } from './client-identity.ts'
import { defaultCrypto } from './crypto/default.ts'
import type { CryptoProvider } from './crypto/provider.ts'
import { TlsEngine } from './engine/tls-engine.ts'
import type { ClientCertificate, ClientOptions } from './handshake/context.ts'
import { SessionCache } from './handshake/session.ts'
import type { ForgeTlsOptions } from './options.ts'
import { peerVerifier, type PeerVerifier } from './peer-verifier.ts'
import type { EngineEvents, SecureEngine } from './engine/secure-engine.ts'
import { TlsStream } from './stream/tls-stream.ts'
import { versionRange, type VersionRange } from './handshake/version-range.ts'
import { suitesByPreference } from './wire/cipher-suites.ts'
import { TlsFault } from './wire/fault.ts'
import { parsePins, parseTrustAnchors, warnHost, type TrustAnchors } from '@chrome-socket/x509'

/** The parts that a provider makes ready once, when it is first used. */
interface Prepared {
  readonly crypto: CryptoProvider
  readonly clientCertificate: ClientCertificate | undefined
  readonly verifier: PeerVerifier
  readonly legacy: typeof import('./legacy/version-switch.ts') | undefined
}

/**
 * Makes a provider of TLS 1.2 and 1.3 in JavaScript, for `secure`, over any backend's streams. A file with a passphrase takes
 * longer: it is read meanwhile, and a fault in it goes to the `onFailure` of each connection.
 * @param options what to trust, the client's certificate, what to offer, and who is told; all may be left out
 * @throws TypeError: an option cannot be used; the text names it.
 * @throws Error: `passphrase` is not that of `key`.
 * @errors of a handshake: those of `chrome.socket.secure`; and `-2 ERR_FAILED` where an option turns out to be of no use, or the runtime
 * gives out no authorities and `ca` is not given.
 * @example
 * import { createChrome } from '@chrome-socket/api'
 * import { nodeBackend } from '@chrome-socket/backend-node'
 * import { forgeTls } from '@chrome-socket/tls-forge'
 *
 * const tls = forgeTls({ alpnProtocols: ['http/1.1'], onFailure: ({ reason }) => console.error(reason) })
 * const chrome = createChrome({ backend: nodeBackend(), tls })
 */
export function forgeTls(options: ForgeTlsOptions = {}): TlsProvider {
  const identity = identityOf(options)
  // Whoever needs it is told.
  if (identity instanceof Promise) identity.catch(() => {})
  const givenAnchors = options.ca === undefined ? undefined : parseTrustAnchors(options.ca)
  for (const each of givenAnchors?.unreadable ?? []) warnHost(each)
  const pins = options.pinnedKeys && parsePins(options.pinnedKeys)
  const sessions = options.sessionCache === false ? undefined : new SessionCache()
  let preparing: Promise<Prepared> | undefined

  async function prepare(): Promise<Prepared> {
    const crypto = options.crypto ?? (await defaultCrypto())
    const certificate = await clientCertificate(await identity, crypto)
    const verifier = peerVerifier(options, givenAnchors ?? (await anchorsOfRuntime()), crypto, pins)
    const legacy = options.legacyVersions ? await import('./legacy/version-switch.ts') : undefined
    return { crypto, clientCertificate: certificate, verifier, legacy }
  }

  function clientOptions(prepared: Prepared, inner: ByteStream, tls: TlsOptions, range: VersionRange): ClientOptions {
    const { crypto, clientCertificate, verifier } = prepared
    const server = `${tls.serverName} ${inner.peer.address} ${inner.peer.port} ${range.minVersion} ${range.maxVersion}`
    return {
      crypto,
      serverName: tls.serverName,
      minVersion: range.minVersion,
      maxVersion: range.maxVersion,
      // Servers older than TLS 1.2 know nothing else.
      suites: suitesByPreference(crypto.aeads, options.legacyCipherSuites === true || range.legacy !== undefined),
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
    oldestVersion: options.legacyVersions ? 'tls1' : 'tls1.2',
    secure(inner: ByteStream, tls: TlsOptions, complete: SecureCompletion): Cancel {
      /** It has been cancelled, or completed. */
      let isOver = false
      let stream: ByteStream = inner

      /** True the first time. */
      function end(): boolean {
        const isFirst = !isOver
        isOver = true
        return isFirst
      }

      function fail(fault: TlsFault): void {
        if (!end()) return
        stream.close()
        try {
          report(tls.serverName, fault)
        } finally {
          complete(fault.netError)
        }
      }

      function handshake(prepared: Prepared, range: VersionRange): void {
        if (isOver) return
        const client = clientOptions(prepared, inner, tls, range)
        const createEngine = (events: EngineEvents): SecureEngine =>
          range.legacy === undefined || prepared.legacy === undefined
            ? new TlsEngine(client, events)
            : prepared.legacy.legacyEngine(client, range.legacy, events)
        function handshaken(fault: TlsFault | undefined): void {
          if (fault !== undefined) fail(fault)
          else if (end()) {
            // An error that a listener throws is the host's, as from any callback. The handshake is complete all the same.
            try {
              options.onSecure?.({ serverName: tls.serverName, ...started.engine.connection })
            } finally {
              complete(NetError.OK, started)
            }
          }
        }
        const started = new TlsStream(inner, createEngine, handshaken, (fault) => report(tls.serverName, fault))
        stream = started
      }

      const range = versionRange(tls, options.legacyVersions === true)
      if (range === undefined) {
        afterMicrotasks(() => fail(new TlsFault(undefined, 'the minimum version is above the maximum')))
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
        if (end()) stream.close()
      }
    },
  }
}

/** A page, which has to give a `ca`, does not load what reads those of a runtime. */
async function anchorsOfRuntime(): Promise<TrustAnchors> {
  const { trustAnchorsOfRuntime } = await import('@chrome-socket/x509/runtime-anchors')
  const anchors = trustAnchorsOfRuntime()
  if (anchors.size > 0) return anchors
  throw new Error('this runtime does not give out the certificates it trusts: give some in `ca`')
}
