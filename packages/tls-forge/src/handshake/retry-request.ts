/**
 * The HelloRetryRequest (RFC 8446, section 4.1.4): the ClientHello is sent again, with what the server misses in it.
 */
import { readExtensions, type ExtensionName } from '../wire/extensions.ts'
import { TlsFault } from '../wire/fault.ts'
import { groupById } from '../wire/groups.ts'
import type { HandshakeMessage } from '../wire/handshake-message.ts'
import { Reader } from '../wire/reader.ts'
import { encodeClientHello, sessionHash } from './client-hello.ts'
import type { HandshakeContext } from './context.ts'
import { checkHello13 } from './server-hello-13.ts'
import type { ServerHello } from './server-hello.ts'
import type { State } from './state.ts'
import { requireDrained } from './traffic-keys-13.ts'

const allowedExtensions: ReadonlySet<ExtensionName> = new Set(['key_share', 'cookie', 'supported_versions'])

export async function receiveRetryRequest(
  context: HandshakeContext,
  hello: ServerHello,
  message: HandshakeMessage,
): Promise<State> {
  if (context.retried) throw new TlsFault('unexpected_message', 'a second HelloRetryRequest')
  const suite = checkHello13(context, hello)
  const extensions = readExtensions(hello.extensions, {
    solicited: new Set([...context.offered, 'cookie']),
    allowed: allowedExtensions,
    duplicate: 'illegal_parameter',
  })
  const cookie = extensions.get('cookie')
  const share = extensions.get('key_share')
  if (cookie === undefined && share === undefined) {
    throw new TlsFault('illegal_parameter', 'a HelloRetryRequest that changes nothing')
  }
  if (cookie !== undefined) {
    const reader = new Reader(cookie)
    context.cookie = reader.vector(2, 1)
    reader.end()
  }
  if (share !== undefined) {
    const reader = new Reader(share)
    const group = groupById(reader.u16())
    reader.end()
    if (group === undefined || !context.options.groups.includes(group)) {
      throw new TlsFault('illegal_parameter', 'a group that was not offered')
    }
    if (context.keyShares.some((sent) => sent.group === group)) {
      throw new TlsFault('illegal_parameter', 'a group whose key share has been sent')
    }
    context.keyShares = [await context.options.crypto.generateKeyShare(group)]
  }
  requireDrained(context)
  context.retried = true
  context.transcript.replaceByHash(suite.hash)
  context.transcript.add(message.raw)
  // A session whose hash is another one cannot be taken up.
  const { offeredSession } = context
  if (offeredSession?.version === 'tls1.3' && sessionHash(offeredSession) !== suite.hash) {
    context.offeredSession = undefined
  }
  context.channel.sendChangeCipherSpec()
  context.send(encodeClientHello(context))
  return 'wait_server_hello'
}
