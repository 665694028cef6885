/**
 * The states of a client handshake and what a table of them is: for each state, the messages that may come in it.
 * A message that is not in the row is an `unexpected_message`.
 */
import type { HandshakeMessage, MessageName } from '../wire/handshake-message.ts'
import type { HandshakeContext } from './context.ts'

export type State =
  | 'wait_server_hello'
  // TLS 1.3 (RFC 8446, appendix A.1)
  | 'wait_encrypted_extensions'
  | 'wait_certificate_or_request_13'
  | 'wait_certificate_13'
  | 'wait_certificate_verify'
  | 'wait_finished_13'
  | 'connected_13'
  // TLS 1.2 (RFC 5246, section 7.3)
  | 'wait_certificate_12'
  | 'wait_server_key_exchange'
  | 'wait_certificate_request_or_done'
  | 'wait_server_hello_done'
  | 'wait_new_session_ticket'
  | 'wait_change_cipher_spec'
  | 'wait_finished_12'
  | 'connected_12'

/** ChangeCipherSpec is no handshake message, but in TLS 1.2 it comes in its place among them. */
export type Step = MessageName | 'change_cipher_spec'

/** Does what the message asks for, and tells the next state. */
export type Handler = (context: HandshakeContext, message: HandshakeMessage) => State | Promise<State>

export type StateTable<States extends State> = Readonly<Record<States, Readonly<Partial<Record<Step, Handler>>>>>
