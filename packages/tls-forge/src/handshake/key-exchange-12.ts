/**
 * The key exchanges of TLS 1.2. In ECDHE, the server signs its share (RFC 8422, sections 5.4 and 5.7). In RSA, the
 * server proves itself by decrypting (RFC 5246, section 7.4.7.1).
 */
import { Uint8Array } from '../bytes/globals.ts'
import type { CryptoProvider, KeyShare } from '../crypto/provider.ts'
import { concatenate } from '../bytes/bytes.ts'
import { TlsFault } from '../wire/fault.ts'
import { groupById } from '../wire/groups.ts'
import { encodeMessage, type HandshakeMessage } from '../wire/handshake-message.ts'
import { Reader } from '../wire/reader.ts'
import { Writer } from '../wire/writer.ts'
import type { HandshakeContext } from './context.ts'
import { agree } from './key-agreement.ts'
import { takeKeyShare } from './key-share-reserve.ts'
import { checkSignature, type ServerCertificate } from './server-certificate.ts'
import type { Certified12 } from './state.ts'

type ServerShare = NonNullable<Certified12['serverShare']>

const namedCurve = 3

/** Returns the server's share, after checking its signature. */
export async function readServerKeyExchange(
  context: HandshakeContext,
  { certificate, serverRandom }: Certified12,
  { body }: HandshakeMessage,
): Promise<ServerShare> {
  const reader = new Reader(body)
  if (reader.u8() !== namedCurve) throw new TlsFault('decode_error', 'the curve is not a named curve')
  const groupId = reader.u16()
  const publicKey = reader.vector(1, 1)
  const parameters = body.subarray(0, reader.position)
  const group = groupById(groupId)
  if (group === undefined || !context.options.groups.includes(group)) {
    throw new TlsFault('illegal_parameter', 'the group was not offered')
  }
  const schemeId = reader.u16()
  const signature = reader.vector(2)
  reader.end()
  const signed = concatenate(context.random, serverRandom, parameters)
  await checkSignature(context, certificate, 'tls1.2', schemeId, signature, signed)
  return { group, publicKey }
}

/** The ClientKeyExchange, and the premaster secret. */
interface Exchange {
  readonly message: Uint8Array
  readonly premaster: Uint8Array
}

/** Exchanges keys by ECDHE if the server has sent a share, else by RSA. */
export function exchangeKeys(context: HandshakeContext, state: Certified12): Promise<Exchange> {
  const { serverShare, keyShares, certificate } = state
  return serverShare === undefined
    ? exchangeByRsa(context, certificate)
    : exchangeByEcdhe(context, serverShare, keyShares)
}

async function exchangeByEcdhe(
  { options }: HandshakeContext,
  { group, publicKey }: ServerShare,
  keyShares: readonly KeyShare[],
): Promise<Exchange> {
  // Uses the share that was made for TLS 1.3 if its group fits. It has not been used for anything else.
  const prepared = keyShares.find((made) => made.group === group)
  const share = prepared ?? (await takeKeyShare(options.crypto, group))
  const premaster = await agree(share, publicKey)
  return { message: encodeMessage('client_key_exchange', new Writer().vector(1, share.publicKey).finish()), premaster }
}

const premasterLength = 48
/**
 * The version in the ClientHello, also if another version was chosen, so that the server notices a changed
 * ClientHello.
 */
const offeredVersion = [3, 3] as const

async function exchangeByRsa({ options }: HandshakeContext, { leaf }: ServerCertificate): Promise<Exchange> {
  const { crypto } = options
  const premaster = concatenate(Uint8Array.of(...offeredVersion), crypto.randomBytes(premasterLength - 2))
  const encrypted = await encrypt(crypto, leaf.spki, premaster)
  return { message: encodeMessage('client_key_exchange', new Writer().vector(2, encrypted).finish()), premaster }
}

async function encrypt(crypto: CryptoProvider, spki: Uint8Array, premaster: Uint8Array): Promise<Uint8Array> {
  try {
    return await crypto.encryptPkcs1(spki, premaster)
  } catch {
    throw new TlsFault('illegal_parameter', 'the key of the server cannot encrypt')
  }
}
