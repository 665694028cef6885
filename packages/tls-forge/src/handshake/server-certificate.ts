/**
 * The server's certificates: reading the message (RFC 8446, section 4.4.2; RFC 5246, section 7.4.2), having them
 * checked, and checking signatures by the key in the first one.
 */
import { NetError, type TlsVersion } from '@chrome-socket/api/backend'
import { readExtensions } from '../wire/extensions.ts'
import { TlsFault } from '../wire/fault.ts'
import { Reader } from '../wire/reader.ts'
import { schemeById, schemeFits } from '../wire/signature-schemes.ts'
import type { KeyUsage } from '@chrome-socket/x509'
import type { HandshakeContext, PeerVerdict } from './context.ts'
import { readLeaf, type LeafCertificate } from './leaf-certificate.ts'

export async function readCertificate13(context: HandshakeContext, body: Uint8Array): Promise<void> {
  const reader = new Reader(body)
  if (reader.vector(1).length > 0) throw new TlsFault('decode_error', 'a request context in a handshake')
  const list = new Reader(reader.vector(3))
  reader.end()
  const chain: Uint8Array[] = []
  while (list.remaining > 0) {
    chain.push(list.vector(3, 1))
    // None of the extensions that go here is asked for.
    readExtensions(list.vector(2), { solicited: new Set(), allowed: new Set(), duplicate: 'illegal_parameter' })
  }
  return acceptChain(context, chain)
}

export async function readCertificate12(context: HandshakeContext, body: Uint8Array): Promise<void> {
  const reader = new Reader(body)
  const list = new Reader(reader.vector(3))
  reader.end()
  const chain: Uint8Array[] = []
  while (list.remaining > 0) chain.push(list.vector(3, 1))
  return acceptChain(context, chain)
}

/**
 * Begins to check the chain; `awaitVerdict` tells how that ended. The key in it is used for nothing before that.
 */
async function acceptChain(context: HandshakeContext, chain: readonly Uint8Array[]): Promise<void> {
  const [first] = chain
  if (first === undefined) throw new TlsFault('decode_error', 'the server has sent no certificate')
  const leaf = readLeaf(first)
  context.peerChain = chain
  context.peerVerdict = context.options.verifyPeer(chain)
  context.peerLeaf = leaf
  const use = useOfKey(context)
  if (leaf.keyUsage !== undefined && !leaf.keyUsage.has(use)) {
    throw new TlsFault(
      'illegal_parameter',
      `the key of the server is not for ${use}`,
      NetError.ERR_SSL_KEY_USAGE_INCOMPATIBLE,
    )
  }
}

/** What the server does with its key in this handshake (RFC 5246, section 7.4.2; RFC 8446, section 4.4.2.2). */
function useOfKey({ suite }: HandshakeContext): KeyUsage {
  return suite?.version === 'tls1.2' && suite.keyExchange === 'rsa' ? 'keyEncipherment' : 'digitalSignature'
}

/** A refusal that the user may overrule waits for `awaitAppeal`. */
export async function awaitVerdict(context: HandshakeContext): Promise<void> {
  const verdict = await context.peerVerdict
  if (verdict === undefined) throw new Error('no certificate has been checked')
  if (!verdict.ok && verdict.appeal !== undefined) context.peerRefusal = verdict
  else acceptVerdict(context, verdict)
}

/** Once the server has proved that the key in its certificate is its own: nobody is asked about a borrowed one. */
export async function awaitAppeal(context: HandshakeContext): Promise<void> {
  const { peerRefusal } = context
  if (peerRefusal !== undefined) acceptVerdict(context, (await peerRefusal.appeal?.()) ?? peerRefusal)
}

function acceptVerdict(context: HandshakeContext, verdict: PeerVerdict): void {
  if (!verdict.ok) throw new TlsFault(verdict.alert, verdict.reason, verdict.error)
  context.peerExpiresAt = verdict.expiresAt
}

/** The server's own certificate. */
export function serverLeaf({ peerLeaf }: HandshakeContext): LeafCertificate {
  if (peerLeaf === undefined) throw new Error('there is no certificate')
  return peerLeaf
}

export async function checkSignature(
  context: HandshakeContext,
  schemeId: number,
  signature: Uint8Array,
  data: Uint8Array,
): Promise<void> {
  const { spki, kind } = serverLeaf(context)
  const scheme = schemeById(schemeId)
  const version: TlsVersion = context.version ?? 'tls1.3'
  if (scheme === undefined || !schemeFits(scheme, kind, version)) {
    throw new TlsFault('illegal_parameter', 'a signature scheme that was not offered, or does not fit the key')
  }
  const good = await Promise.resolve(context.options.crypto.verify(scheme.algorithm, spki, signature, data)).catch(
    () => false,
  )
  if (!good) throw new TlsFault('decrypt_error', 'the signature of the server is wrong')
}
