/**
 * Answers a HelloRetryRequest with a second ClientHello, changed as the server asks (RFC 8446, section 4.1.4).
 */
import { Set } from '../bytes/globals.ts'
import type { KeyShare } from '../crypto/provider.ts'
import { readExtensions, type ExtensionName } from '../wire/extensions.ts'
import { TlsFault } from '../wire/fault.ts'
import { groupById } from '../wire/groups.ts'
import type { HandshakeMessage } from '../wire/handshake-message.ts'
import { Reader } from '../wire/reader.ts'
import { encodeClientHello, sessionHash } from './client-hello.ts'
import type { HandshakeContext } from './context.ts'
import { takeKeyShare } from './key-share-reserve.ts'
import { checkHello13 } from './server-hello-13.ts'
import type { ServerHello } from './server-hello.ts'
import type { SentHello, State } from './state.ts'

const allowedExtensions: ReadonlySet<ExtensionName> = new Set(['key_share', 'cookie', 'supported_versions'])

export async function receiveRetryRequest(
  context: HandshakeContext,
  sent: SentHello,
  hello: ServerHello,
  message: HandshakeMessage,
): Promise<State> {
  if (sent.retrySuite !== undefined) throw new TlsFault('unexpected_message', 'a second HelloRetryRequest')
  const suite = checkHello13(context, sent, hello)
  const extensions = readExtensions(hello.extensions, {
    solicited: new Set([...sent.extensions, 'cookie']),
    allowed: allowedExtensions,
    duplicate: 'illegal_parameter',
  })
  const [cookieBlock, share] = [extensions.get('cookie'), extensions.get('key_share')]
  if (cookieBlock === undefined && share === undefined) {
    throw new TlsFault('illegal_parameter', 'the HelloRetryRequest changes nothing')
  }
  const cookie = cookieBlock && readCookie(cookieBlock)
  const keyShares = share === undefined ? sent.keyShares : [await newShare(context, sent, share)]
  context.requireDrained()
  context.transcript.replaceByHash(suite.hash)
  context.transcript.add(message.raw)
  // A TLS 1.3 session can only be resumed with a cipher suite of the same hash.
  const isOtherHash = sent.session?.version === 'tls1.3' && sessionHash(sent.session) !== suite.hash
  const session = isOtherHash ? undefined : sent.session
  const { sessionId } = sent
  const again = encodeClientHello(context, { sessionId, keyShares, session, cookie })
  context.channel.sendChangeCipherSpec()
  context.send(again.message)
  return { name: 'wait_server_hello', ...again, sessionId, keyShares, session, retrySuite: suite }
}

function readCookie(extension: Uint8Array): Uint8Array {
  const reader = new Reader(extension)
  const cookie = reader.vector(2, 1)
  reader.end()
  return cookie
}

/** Makes a key share of the group that the server asks for. */
async function newShare({ options }: HandshakeContext, sent: SentHello, extension: Uint8Array): Promise<KeyShare> {
  const reader = new Reader(extension)
  const group = groupById(reader.u16())
  reader.end()
  if (group === undefined || !options.groups.includes(group)) {
    throw new TlsFault('illegal_parameter', 'the group was not offered')
  }
  if (sent.keyShares.some((share) => share.group === group)) {
    throw new TlsFault('illegal_parameter', 'the key share was sent already')
  }
  return takeKeyShare(options.crypto, group)
}
