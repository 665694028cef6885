/**
 * Reads the server's certificates (RFC 8446, section 4.4.2; RFC 5246, section 7.4.2), has them checked, and checks
 * signatures by the key in the first certificate.
 */
import { Set, promiseResolve } from '../bytes/globals.ts'
import type { KeyUsage, ServerRefusal } from '@chrome-socket/x509'
import { NetError } from '@chrome-socket/api/backend'
import { readExtensions } from '../wire/extensions.ts'
import { TlsFault } from '../wire/fault.ts'
import { Reader } from '../wire/reader.ts'
import { schemeById, schemeFits } from '../wire/signature-schemes.ts'
import type { NegotiableVersion } from '../wire/versions.ts'
import type { HandshakeContext, PeerVerdict } from './context.ts'
import { readLeaf, type LeafCertificate } from './leaf-certificate.ts'

/** Certificates that are being checked. */
export interface ServerCertificate {
  /** The certificates in DER, the server's own certificate first. */
  readonly chain: readonly Uint8Array[]
  readonly leaf: LeafCertificate
  readonly verdict: Promise<PeerVerdict>
}

/** A server whose certificates have been accepted, by the check or by the user. */
export interface CheckedPeer {
  readonly chain: readonly Uint8Array[]
  /** The time when the first of the certificates expires, in milliseconds since 1970. */
  readonly expiresAt: number
}

export function readCertificate13(context: HandshakeContext, body: Uint8Array): ServerCertificate {
  const reader = new Reader(body)
  if (reader.vector(1).length > 0) throw new TlsFault('decode_error', 'the request context is not empty')
  const list = new Reader(reader.vector(3))
  reader.end()
  const chain: Uint8Array[] = []
  while (list.remaining > 0) {
    chain.push(list.vector(3, 1))
    // The client offers no extension that may occur here.
    readExtensions(list.vector(2), { solicited: new Set(), allowed: new Set(), duplicate: 'illegal_parameter' })
  }
  return acceptChain(context, chain, 'digitalSignature')
}

/**
 * Reads a Certificate message of TLS 1.2. `use` is the use that the server makes of its key in this handshake (RFC
 * 5246, section 7.4.2).
 */
export function readCertificate12(context: HandshakeContext, body: Uint8Array, use: KeyUsage): ServerCertificate {
  const reader = new Reader(body)
  const list = new Reader(reader.vector(3))
  reader.end()
  const chain: Uint8Array[] = []
  while (list.remaining > 0) chain.push(list.vector(3, 1))
  return acceptChain(context, chain, use)
}

/** Starts the check of the chain. `awaitVerdict` waits for its result. */
function acceptChain(context: HandshakeContext, chain: readonly Uint8Array[], use: KeyUsage): ServerCertificate {
  const [first] = chain
  if (first === undefined) throw new TlsFault('decode_error', 'the server has sent no certificate')
  const leaf = readLeaf(first)
  const verdict = context.options.verifyPeer(chain)
  if (leaf.keyUsage !== undefined && !leaf.keyUsage.has(use)) {
    throw new TlsFault(
      'illegal_parameter',
      `the key of the server is not for ${use}`,
      NetError.ERR_SSL_KEY_USAGE_INCOMPATIBLE,
    )
  }
  return { chain, leaf, verdict }
}

/** Waits for the verdict. Throws for a refusal that the user may not overrule. */
export async function awaitVerdict({ verdict }: ServerCertificate): Promise<PeerVerdict> {
  const found = await verdict
  if (!found.ok && found.appeal === undefined) throw faultOf(found)
  return found
}

/**
 * Accepts the server, which has proved that the key in its certificate is its own, or asks the user to overrule a
 * refusal. The user is asked only then, so that nobody is asked about a copied certificate.
 */
export async function acceptPeer({ chain }: ServerCertificate, verdict: PeerVerdict): Promise<CheckedPeer> {
  const last = verdict.ok ? verdict : ((await verdict.appeal?.()) ?? verdict)
  if (!last.ok) throw faultOf(last)
  return { chain, expiresAt: last.expiresAt }
}

function faultOf({ alert, reason, error }: ServerRefusal): TlsFault {
  return new TlsFault(alert, reason, error)
}

/** Throws unless the server has signed `data`. */
export async function checkSignature(
  { options }: HandshakeContext,
  { leaf: { spki, kind } }: ServerCertificate,
  version: NegotiableVersion,
  schemeId: number,
  signature: Uint8Array,
  data: Uint8Array,
): Promise<void> {
  const scheme = schemeById(schemeId)
  if (scheme === undefined || !schemeFits(scheme, kind, version)) {
    throw new TlsFault('illegal_parameter', 'the signature scheme was not offered, or does not fit the key')
  }
  const isGood = await promiseResolve(options.crypto.verify(scheme.algorithm, spki, signature, data)).catch(() => false)
  if (!isGood) throw new TlsFault('decrypt_error', 'the signature is wrong')
}
