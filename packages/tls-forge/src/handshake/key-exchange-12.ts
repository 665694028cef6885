/**
 * The key exchanges of TLS 1.2: ECDHE (RFC 8422, sections 5.4 and 5.7), signed by the server; and RSA (RFC 5246, section
 * 7.4.7.1), where the server proves itself by being able to decrypt.
 */
import { concatenate } from '../bytes/bytes.ts'
import { TlsFault } from '../wire/fault.ts'
import { groupById } from '../wire/groups.ts'
import { encodeMessage, type HandshakeMessage } from '../wire/handshake-message.ts'
import { Reader } from '../wire/reader.ts'
import { Writer } from '../wire/writer.ts'
import { secretsOf } from './connection-keys-12.ts'
import type { HandshakeContext } from './context.ts'
import { agree } from './key-agreement.ts'
import { checkSignature, serverLeaf } from './server-certificate.ts'

const namedCurve = 3

/** The server's share, once its signature has been checked. */
export async function readServerKeyExchange(context: HandshakeContext, { body }: HandshakeMessage): Promise<void> {
  const secrets = secretsOf(context)
  const reader = new Reader(body)
  if (reader.u8() !== namedCurve) throw new TlsFault('decode_error', 'a curve that has no name')
  const groupId = reader.u16()
  const publicKey = reader.vector(1, 1)
  const parameters = body.subarray(0, reader.position)
  const group = groupById(groupId)
  if (group === undefined || !context.options.groups.includes(group)) {
    throw new TlsFault('illegal_parameter', 'a group that was not offered')
  }
  const schemeId = reader.u16()
  const signature = reader.vector(2)
  reader.end()
  await checkSignature(context, schemeId, signature, concatenate(context.random, secrets.serverRandom, parameters))
  context.group = group
  secrets.peerPublicKey = publicKey
}

/** The ClientKeyExchange, and the premaster secret. */
interface Exchange {
  readonly message: Uint8Array
  readonly premaster: Uint8Array
}

export function exchangeKeys(context: HandshakeContext): Promise<Exchange> {
  return secretsOf(context).suite.keyExchange === 'ecdhe' ? exchangeByEcdhe(context) : exchangeByRsa(context)
}

async function exchangeByEcdhe(context: HandshakeContext): Promise<Exchange> {
  const { group, options } = context
  const { peerPublicKey } = secretsOf(context)
  if (group === undefined || peerPublicKey === undefined) throw new Error('there is no key exchange')
  // The share that was made for TLS 1.3 was never used for anything else.
  const prepared = context.keyShares.find((made) => made.group === group)
  const share = prepared ?? (await options.crypto.generateKeyShare(group))
  const premaster = await agree(share, peerPublicKey)
  return { message: encodeMessage('client_key_exchange', new Writer().vector(1, share.publicKey).finish()), premaster }
}

const premasterLength = 48
/** The version in the ClientHello, whichever was agreed on: so that an old server sees that it was changed on the way. */
const offeredVersion = [3, 3] as const

async function exchangeByRsa(context: HandshakeContext): Promise<Exchange> {
  const { crypto } = context.options
  const premaster = concatenate(Uint8Array.of(...offeredVersion), crypto.randomBytes(premasterLength - 2))
  const encrypted = await encrypt(context, premaster)
  return { message: encodeMessage('client_key_exchange', new Writer().vector(2, encrypted).finish()), premaster }
}

async function encrypt(context: HandshakeContext, premaster: Uint8Array): Promise<Uint8Array> {
  try {
    return await context.options.crypto.encryptPkcs1(serverLeaf(context).spki, premaster)
  } catch {
    throw new TlsFault('illegal_parameter', 'the key in the certificate is none that can be encrypted to')
  }
}
