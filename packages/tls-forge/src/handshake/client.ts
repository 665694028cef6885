/**
 * The client handshake: its first message, the choice of the version, and the table of all states.
 */
import { Uint8Array } from '../bytes/globals.ts'
import { TlsFault } from '../wire/fault.ts'
import type { HandshakeMessage } from '../wire/handshake-message.ts'
import { states12 } from './client-12.ts'
import { states13 } from './client-13.ts'
import { encodeClientHello } from './client-hello.ts'
import type { HandshakeContext } from './context.ts'
import { takeKeyShare } from './key-share-reserve.ts'
import { receiveRetryRequest } from './retry-request.ts'
import { receiveServerHello12 } from './server-hello-12.ts'
import { receiveServerHello13 } from './server-hello-13.ts'
import { chosenVersion, readServerHello } from './server-hello.ts'
import type { Handler, State, StateName, StateOf, StateTable, Step } from './state.ts'

const states: StateTable<StateName> = {
  wait_server_hello: { server_hello: receiveServerHello },
  ...states13,
  ...states12,
}

/** Sends the ClientHello. */
export async function startClient(context: HandshakeContext): Promise<State> {
  const { options } = context
  const newest = options.sessions?.take(options.now())
  const session = newest !== undefined && context.offers(newest.version) ? newest : undefined
  const [group] = options.groups
  const keyShares = context.offers('tls1.3') && group !== undefined ? [await takeKeyShare(options.crypto, group)] : []
  // TLS 1.3 sends an ID for the sake of middleboxes (RFC 8446, appendix D.4). TLS 1.2 sends one with a ticket: the server
  // echoes it where it resumes the session.
  let sessionId = session?.sessionId ?? new Uint8Array(0)
  if (sessionId.length === 0 && (context.offers('tls1.3') || session !== undefined)) {
    sessionId = options.crypto.randomBytes(32)
  }
  const { message, extensions } = encodeClientHello(context, { sessionId, keyShares, session, cookie: undefined })
  context.send(message)
  return { name: 'wait_server_hello', message, sessionId, keyShares, session, extensions, retrySuite: undefined }
}

/** Takes a step from `state`. A message that the state does not allow is an `unexpected_message`. */
export function takeStep(
  context: HandshakeContext,
  state: State,
  step: Step | undefined,
  message: HandshakeMessage,
): State | Promise<State> {
  // The cast is needed because the compiler does not see that the handler belongs to this state.
  const handler = step && (states[state.name][step] as Handler<StateName> | undefined)
  if (handler !== undefined) return handler(context, state, message)
  // A client ignores a HelloRequest during a handshake (RFC 5246, section 7.4.1.1).
  const is12 = state.name !== 'wait_server_hello' && state.name in states12
  if (step === 'hello_request' && is12 && message.body.length === 0) return state
  throw new TlsFault('unexpected_message', `${step ?? 'an unknown message'} may not come in ${state.name}`)
}

function receiveServerHello(
  context: HandshakeContext,
  sent: StateOf<'wait_server_hello'>,
  message: HandshakeMessage,
): Promise<State> {
  const hello = readServerHello(message.body)
  const version = chosenVersion(context, hello)
  context.channel.agreeOn(version)
  if (version === 'tls1.2') return receiveServerHello12(context, sent, hello, message)
  return hello.isRetryRequest
    ? receiveRetryRequest(context, sent, hello, message)
    : receiveServerHello13(context, sent, hello, message)
}
