/**
 * The client handshake: its first message, the choice of a version, and the table of all states.
 */
import { TlsFault } from '../wire/fault.ts'
import type { HandshakeMessage } from '../wire/handshake-message.ts'
import { states12 } from './client-12.ts'
import { states13 } from './client-13.ts'
import { encodeClientHello } from './client-hello.ts'
import type { HandshakeContext } from './context.ts'
import { receiveRetryRequest } from './retry-request.ts'
import { receiveServerHello12 } from './server-hello-12.ts'
import { receiveServerHello13 } from './server-hello-13.ts'
import { chosenVersion, readServerHello } from './server-hello.ts'
import type { State, StateTable, Step } from './state.ts'

const states: StateTable<State> = {
  wait_server_hello: { server_hello: receiveServerHello },
  ...states13,
  ...states12,
}

/** Sends the ClientHello. */
export async function startClient(context: HandshakeContext): Promise<State> {
  const { options } = context
  const session = options.sessions?.take(options.now())
  if (session !== undefined && context.offers(session.version)) context.offeredSession = session
  const [group] = options.groups
  if (context.offers('tls1.3') && group !== undefined) {
    context.keyShares = [await options.crypto.generateKeyShare(group)]
  }
  // TLS 1.3 sends an ID for the sake of middleboxes (RFC 8446, appendix D.4), a ticket of TLS 1.2 to hear it echoed.
  const previous = context.offeredSession?.sessionId
  if (previous !== undefined && previous.length > 0) context.sessionId = previous
  else if (context.offers('tls1.3') || context.offeredSession !== undefined) {
    context.sessionId = options.crypto.randomBytes(32)
  }
  context.clientHello = encodeClientHello(context)
  context.send(context.clientHello)
  return 'wait_server_hello'
}

/** Takes one step from `state`. What may not come there is an `unexpected_message`. */
export function takeStep(
  context: HandshakeContext,
  state: State,
  step: Step | undefined,
  message: HandshakeMessage,
): State | Promise<State> {
  const handler = step && states[state][step]
  if (handler !== undefined) return handler(context, message)
  // RFC 5246, section 7.4.1.1: a server's wish to begin is ignored by a client that has begun.
  if (step === 'hello_request' && context.version === 'tls1.2' && message.body.length === 0) return state
  throw new TlsFault('unexpected_message', `${step ?? 'an unknown message'} may not come in ${state}`)
}

function receiveServerHello(context: HandshakeContext, message: HandshakeMessage): Promise<State> {
  const hello = readServerHello(message.body)
  const version = chosenVersion(context, hello)
  context.version = version
  context.channel.agreeOn(version)
  if (version === 'tls1.2') return receiveServerHello12(context, hello, message)
  return hello.isRetryRequest
    ? receiveRetryRequest(context, hello, message)
    : receiveServerHello13(context, hello, message)
}
