/**
 * Faults in the ticket, the ChangeCipherSpec and the Finished of a TLS 1.2 server (RFC 5246, RFC 5077).
 */
import { concatenate } from '../../src/bytes/bytes.ts'
import { data, flip, handshake, message, none, shorter, withExtensions } from '../support/alterations.ts'
import { changeCipherSpec } from '../support/messages.ts'
import type { Fault12 } from './fault.ts'
import { offering12 } from './offered-session.ts'

export const finish: readonly Fault12[] = [
  ['a wrong Finished', { finished: (body) => flip(body) }, 'decrypt_error'],
  ['a Finished that is too long', { finished: (body) => concatenate(body, Uint8Array.of(0)) }, 'decrypt_error'],
  ['no ChangeCipherSpec', { beforeFinished: [] }, 'unexpected_message'],
  [
    'a ChangeCipherSpec with the wrong content',
    { beforeFinished: [{ ...changeCipherSpec, content: Uint8Array.of(2) }] },
    'illegal_parameter',
  ],
  [
    'a ChangeCipherSpec too early',
    { plain: (all) => [...all.slice(0, 1), changeCipherSpec, ...all.slice(1)] },
    'unexpected_message',
  ],
  [
    'a ChangeCipherSpec in the middle of a message',
    { plain: ([first]) => [{ type: handshake, content: first!.content.subarray(0, 9) }, changeCipherSpec] },
    'unexpected_message',
  ],
  [
    'a ticket that was not announced',
    {
      beforeFinished: [message('new_session_ticket', new Uint8Array(6)), changeCipherSpec],
    },
    'unexpected_message',
  ],
  ['a Finished in the clear', { beforeFinished: [message('finished', new Uint8Array(12))] }, 'unexpected_message'],
  [
    'a ChangeCipherSpec of two bytes',
    { beforeFinished: [{ ...changeCipherSpec, content: Uint8Array.of(1, 1) }] },
    'illegal_parameter',
  ],
  ['a ChangeCipherSpec of no bytes', { beforeFinished: [{ ...changeCipherSpec, content: none }] }, 'illegal_parameter'],
  ['a ChangeCipherSpec twice', { beforeFinished: [changeCipherSpec, changeCipherSpec] }, 'bad_record_mac'],
  [
    'a part of the Finished before the ChangeCipherSpec',
    { beforeFinished: [{ type: handshake, content: Uint8Array.of(20, 0) }, changeCipherSpec] },
    'unexpected_message',
  ],
  [
    'a ticket that was announced but does not come',
    { hello: withExtensions(['session_ticket', none]) },
    'unexpected_message',
    offering12({ sessionId: none, ticket: Uint8Array.of(1) }),
  ],
  ['a ticket cut short', { ticket: Uint8Array.of(0, 0, 1, 0, 0, 3, 1) }, 'decode_error', offering12({ expiresAt: 0 })],
  [
    'a ticket that is too long',
    { ticket: Uint8Array.of(0, 0, 1, 0, 0, 1, 1, 1) },
    'decode_error',
    offering12({ expiresAt: 0 }),
  ],
  ['a Finished of no bytes', { finished: () => none }, 'decrypt_error'],
  ['a Finished of 11 bytes', { finished: shorter }, 'decrypt_error'],
  [
    'data before the Finished',
    { wire: ([first]) => [first!], beforeFinished: [data, changeCipherSpec] },
    'unexpected_message',
  ],
]
