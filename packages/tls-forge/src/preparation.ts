/**
 * Prepares a provider: the crypto provider, the client's certificate, the trust anchors and, if it is needed, forge.
 */
import { Error, Promise, TypeError } from './bytes/globals.ts'
import { clientCertificate, identityOf } from './client-identity.ts'
import { defaultCrypto, loadDefaultCrypto } from './crypto/default.ts'
import type { CryptoProvider } from './crypto/provider.ts'
import type { ClientCertificate } from './handshake/context.ts'
import { SessionCache } from './handshake/session.ts'
import type { ForgeTlsOptions } from './options.ts'
import { peerVerifier, type PeerVerifier } from './peer-verifier.ts'
import {
  checkOptionKinds,
  parsePins,
  parseTrustAnchors,
  publicTrustAnchors,
  warnHost,
  type OptionKind,
  type TrustAnchors,
} from '@chrome-socket/x509'

/** The parts of a provider that all of its connections share. */
export interface Prepared {
  readonly crypto: CryptoProvider
  readonly clientCertificate: ClientCertificate | undefined
  readonly verifier: PeerVerifier
  readonly sessions: SessionCache | undefined
  readonly legacy: typeof import('./legacy/version-switch.ts') | undefined
}

/** The options that only this provider has. */
const optionKinds: Readonly<Record<string, OptionKind>> = {
  certificateProfile: ['chromium', 'strict'],
  crypto: 'object',
  keyLog: 'function',
  legacyCipherSuites: 'boolean',
  legacyVersions: 'boolean',
  now: 'function',
  onFailure: 'function',
  sessionCache: 'boolean',
}

const { isArray } = Array

/**
 * Reads the options. Throws a TypeError for faults that are visible at once. Returns a function that prepares the rest
 * on its first call. After a failure, the next call tries again.
 */
export function preparation(options: ForgeTlsOptions): () => Promise<Prepared> {
  checkOptionKinds(options, optionKinds)
  if (options.crypto !== undefined && !isArray(options.crypto.aeads))
    throw new TypeError('`crypto` is no CryptoProvider')
  if (options.crypto === undefined) loadDefaultCrypto()
  const identity = identityOf(options)
  // Each connection that needs the identity reports its error.
  if (identity instanceof Promise) identity.catch(() => {})
  const givenAnchors = options.ca === undefined ? undefined : parseTrustAnchors(options.ca)
  for (const each of givenAnchors?.unreadable ?? []) warnHost(each)
  const pins = options.pinnedKeys === undefined ? undefined : parsePins(options.pinnedKeys)
  const sessions = options.sessionCache === false ? undefined : new SessionCache()

  async function prepare(): Promise<Prepared> {
    const crypto = options.crypto ?? (await defaultCrypto())
    const certificate = await clientCertificate(await identity, crypto)
    const verifier = peerVerifier(options, givenAnchors ?? (await anchorsOfRuntime()), crypto, pins)
    const legacy = options.legacyVersions ? await import('./legacy/version-switch.ts') : undefined
    return { crypto, clientCertificate: certificate, verifier, sessions, legacy }
  }

  let preparing: Promise<Prepared> | undefined
  return () => {
    if (preparing === undefined) {
      preparing = prepare()
      preparing.catch(() => (preparing = undefined))
    }
    return preparing
  }
}

/** Loads the runtime's anchors. A page must give `ca`, so it does not load the module that reads them. */
async function anchorsOfRuntime(): Promise<TrustAnchors> {
  const { certificatesOfRuntime } = await import('@chrome-socket/x509/runtime-anchors')
  const anchors = publicTrustAnchors(certificatesOfRuntime())
  if (anchors.size > 0) return anchors
  throw new Error('this runtime does not tell which certificates it trusts: give them in `ca`')
}
