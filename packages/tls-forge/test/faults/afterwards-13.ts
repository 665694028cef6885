/**
 * Faults of a TLS 1.3 server after the handshake, with the sections of RFC 8446.
 */
import { concatenate } from '../../src/bytes/bytes.ts'
import { encodeMessage } from '../../src/wire/handshake-message.ts'
import { Writer } from '../../src/wire/writer.ts'
import { data, group, handshake, message, none, repeated, schemes } from '../support/alterations.ts'
import { changeCipherSpec, encodeExtensions, plainRecord, type ExtensionList } from '../support/messages.ts'
import type { Script13 } from '../support/server-13.ts'
import type { Fault13 } from './fault.ts'

/** Makes a script of a ticket with these extensions, and data after it. */
export const ticketWith = (...extensions: ExtensionList): Script13 => {
  const body = new Writer().u32(3600).u32(1).vector(1, Uint8Array.of(1)).vector(2, Uint8Array.of(7, 8))
  return { after: [message('new_session_ticket', body.bytes(encodeExtensions(extensions)).finish()), data] }
}
const ticket = (body: Uint8Array): Script13 => ({ after: [message('new_session_ticket', body)] })
const keyUpdate = (...body: readonly number[]): Script13 => ({ after: [message('key_update', Uint8Array.from(body))] })

export const afterwards: readonly Fault13[] = [
  ['an empty ticket (4.6.1)', ticket(Uint8Array.of(0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)), 'decode_error'],
  ['a ticket that is cut short', ticket(Uint8Array.of(0, 0, 1, 0)), 'decode_error'],
  ['a KeyUpdate of an unknown kind (4.6.3)', keyUpdate(2), 'illegal_parameter'],
  ['an empty KeyUpdate', keyUpdate(), 'decode_error'],
  [
    'a KeyUpdate followed by another message in its record (5.1)',
    {
      after: [
        {
          type: handshake,
          content: concatenate(
            encodeMessage('key_update', Uint8Array.of(0)),
            encodeMessage('key_update', Uint8Array.of(0)),
          ),
        },
      ],
    },
    'unexpected_message',
  ],
  [
    'a CertificateRequest, which was not agreed on (4.6.2)',
    { after: [message('certificate_request', Uint8Array.of(0, 0, 0))] },
    'unexpected_message',
  ],
  ['a second Finished', { after: [message('finished', new Uint8Array(32))] }, 'unexpected_message'],
  [
    'a ChangeCipherSpec after the handshake (5)',
    { after: [data], afterWire: (all) => [plainRecord(changeCipherSpec), ...all] },
    'unexpected_message',
  ],
  ['33 empty records (BoringSSL)', { after: repeated(33, { ...data, content: none }) }, 'unexpected_message'],
  ['a record twice', { after: [data], afterWire: ([first]) => [first!, first!] }, 'bad_record_mac'],
  [
    'two records in the wrong order',
    { after: [data, data], afterWire: ([first, second]) => [second!, first!] },
    'bad_record_mac',
  ],
  [
    'a CertificateRequest without post_handshake_auth (4.6.2)',
    { after: [message('certificate_request', concatenate(Uint8Array.of(1, 1), encodeExtensions(schemes)))] },
    'unexpected_message',
  ],
  ['a HelloRequest', { after: [message('hello_request', none)] }, 'unexpected_message'],
  ['a ServerHello', { after: [message('server_hello', none)] }, 'unexpected_message'],
  ['an EndOfEarlyData', { after: [{ type: handshake, content: Uint8Array.of(5, 0, 0, 0) }] }, 'unexpected_message'],
  ['a KeyUpdate of two bytes', keyUpdate(0, 0), 'decode_error'],
  ['a KeyUpdate of 255 (4.6.3)', keyUpdate(255), 'illegal_parameter'],
  [
    'a ticket in the record of a KeyUpdate (5.1)',
    {
      after: [
        { type: handshake, content: concatenate(encodeMessage('key_update', Uint8Array.of(0)), Uint8Array.of(4)) },
      ],
    },
    'unexpected_message',
  ],
  [
    'a ticket with early_data twice (4.2)',
    ticketWith(['early_data', Uint8Array.of(0, 0, 1, 0)], ['early_data', Uint8Array.of(0, 0, 1, 0)]),
    'illegal_parameter',
  ],
  ['a ticket with early_data of 3 bytes (4.2.10)', ticketWith(['early_data', Uint8Array.of(0, 1, 0)]), 'decode_error'],
  [
    'a ticket with early_data of 5 bytes (4.2.10)',
    ticketWith(['early_data', Uint8Array.of(0, 0, 0, 1, 0)]),
    'decode_error',
  ],
  ['a ticket with key_share (4.2)', ticketWith(...group(29)), 'illegal_parameter'],
]
