/**
 * Faults in the protected records of a TLS 1.2 server, and in its messages after the handshake.
 */
import { NetError } from '@chrome-socket/api/backend'
import { encodeAlert } from '../../src/wire/alert.ts'
import { concatenate } from '../../src/bytes/bytes.ts'
import { contentType } from '../../src/records/record.ts'
import { alert, data, flip, handshake, message, none, repeated } from '../support/alterations.ts'
import { changeCipherSpec, plainRecord } from '../support/messages.ts'
import type { Fault12 } from './fault.ts'

export const afterwards: readonly Fault12[] = [
  ['a wrong tag', { wire: ([first]) => [flip(first!)] }, 'bad_record_mac'],
  [
    'a record with a changed type',
    { wire: ([first]) => [concatenate(Uint8Array.of(23), first!.subarray(1))] },
    'bad_record_mac',
  ],
  [
    'a protected record too short for its tag',
    { wire: () => [Uint8Array.of(22, 3, 3, 0, 3, 1, 2, 3)] },
    'bad_record_mac',
  ],
  ['a record of another version', { wire: ([first]) => [flip(first!, 2)] }, 'protocol_version'],
  [
    'a record with a length field of 2^14 + 2049',
    { wire: () => [Uint8Array.of(22, 3, 3, 0x48, 0x01)] },
    'record_overflow',
  ],
  ['a HelloRequest (BoringSSL)', { after: [message('hello_request', none)] }, 'no_renegotiation'],
  [
    'another handshake message after the handshake',
    { after: [message('finished', new Uint8Array(12))] },
    'unexpected_message',
  ],
  [
    'five warnings in a row (BoringSSL)',
    { after: Array.from({ length: 5 }, () => alert(1, 90)) },
    'unexpected_message',
  ],
  [
    'an alert of an unknown level',
    { after: [{ type: contentType.alert, content: Uint8Array.of(3, 0x28) }] },
    'illegal_parameter',
  ],
  [
    'bad_record_mac from the server',
    { after: [{ type: contentType.alert, content: encodeAlert('bad_record_mac') }] },
    undefined,
    {},
    NetError.ERR_SSL_BAD_RECORD_MAC_ALERT,
  ],
  [
    'handshake_failure from the server during the handshake',
    {
      flight: (all) => all.slice(0, 1),
      plain: (all) => [...all, { type: contentType.alert, content: encodeAlert('handshake_failure') }],
    },
    undefined,
  ],
  ['a HelloRequest with content', { after: [message('hello_request', Uint8Array.of(0))] }, 'decode_error'],
  ['a ServerHello', { after: [message('server_hello', none)] }, 'unexpected_message'],
  ['a ticket', { after: [message('new_session_ticket', Uint8Array.of(0, 0, 1, 0, 0, 1, 1))] }, 'unexpected_message'],
  ['a ChangeCipherSpec', { after: [changeCipherSpec] }, 'unexpected_message'],
  ['a record of an unknown type', { after: [{ type: 24, content: Uint8Array.of(1) }] }, 'unexpected_message'],
  ['data in the clear', { after: [data], wire: ([first]) => [first!, plainRecord(data)] }, 'bad_record_mac'],
  ['33 empty records', { after: repeated(33, { ...data, content: none }) }, 'unexpected_message'],
  ['an empty alert', { after: [{ type: contentType.alert, content: none }] }, 'decode_error'],
  ['content of 2^14 + 1 bytes', { after: [{ ...data, content: new Uint8Array(16_385) }] }, 'record_overflow'],
  ['a record twice', { after: [data], wire: ([first, second]) => [first!, second!, second!] }, 'bad_record_mac'],
  [
    'data in the middle of a message',
    { after: [{ type: handshake, content: Uint8Array.of(0, 0) }, data] },
    'unexpected_message',
  ],
]
