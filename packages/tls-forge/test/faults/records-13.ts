/**
 * Faults of the record layer of TLS 1.3, with the sections of RFC 8446.
 */
import { contentType } from '../../src/wire/record.ts'
import { plainRecord } from '../support/server-13.ts'
import { ccs, data, flip, handshake, none, type Fault } from './fault.ts'

export const records: readonly Fault[] = [
  ['application data before the Finished', { inner: (all) => [data, ...all] }, 'unexpected_message'],
  [
    'a record of an unknown type inside (5)',
    { inner: (all) => [{ type: 99, content: Uint8Array.of(1) }, ...all] },
    'unexpected_message',
  ],
  [
    'a record of padding alone (5.4)',
    { inner: (all) => [{ type: 0, content: new Uint8Array(9) }, ...all] },
    'unexpected_message',
  ],
  [
    'an empty handshake record (5.4)',
    { inner: (all) => [{ type: handshake, content: none }, ...all] },
    'unexpected_message',
  ],
  [
    'an empty alert (5.4)',
    { inner: (all) => [{ type: contentType.alert, content: none }, ...all] },
    'unexpected_message',
  ],
  [
    'an alert between the parts of a message',
    { inner: ([first]) => [{ type: handshake, content: first!.content.subarray(0, 3) }, data] },
    'unexpected_message',
  ],
  [
    'content of 2^14 + 1 bytes (5.2)',
    { inner: () => [{ type: handshake, content: new Uint8Array(16_385) }] },
    'record_overflow',
  ],
  [
    'a record that says 2^14 + 257 (5.2)',
    { wire: ([hello]) => [hello!, Uint8Array.of(23, 3, 3, 0x41, 0x01)] },
    'record_overflow',
  ],
  [
    'a first record that says more than any may',
    { wire: () => [Uint8Array.of(22, 3, 3, 0xff, 0xff)] },
    'record_overflow',
  ],
  [
    'a first record of no version of TLS',
    { wire: () => [Uint8Array.from(Buffer.from('HTTP/1.1 400 Bad Request'))] },
    'protocol_version',
  ],
  [
    'a byte of the first protected record changed (5.2)',
    { wire: ([hello, first]) => [hello!, flip(first!, 40)] },
    'bad_record_mac',
  ],
  ['its tag changed', { wire: ([hello, first]) => [hello!, flip(first!)] }, 'bad_record_mac'],
  [
    'a protected record too short for a tag',
    { wire: ([hello]) => [hello!, Uint8Array.of(23, 3, 3, 0, 5, 1, 2, 3, 4, 5)] },
    'bad_record_mac',
  ],
  [
    'a handshake record in the clear where it must be protected (5)',
    { wire: ([hello]) => [hello!, plainRecord({ type: handshake, content: Uint8Array.of(8, 0, 0, 2, 0, 0) })] },
    'unexpected_message',
  ],
  [
    'a ChangeCipherSpec that is none (5)',
    { wire: ([hello, ...rest]) => [hello!, plainRecord({ ...ccs, content: Uint8Array.of(2) }), ...rest] },
    'unexpected_message',
  ],
  [
    'a ChangeCipherSpec of two bytes (5)',
    { wire: ([hello, ...rest]) => [hello!, plainRecord({ ...ccs, content: Uint8Array.of(1, 1) }), ...rest] },
    'unexpected_message',
  ],
  ['a ChangeCipherSpec that is protected (5)', { inner: (all) => [ccs, ...all] }, 'unexpected_message'],
  [
    '33 of them (BoringSSL)',
    { wire: ([hello, ...rest]) => [hello!, ...Array.from({ length: 33 }, () => plainRecord(ccs)), ...rest] },
    'unexpected_message',
  ],
  ['an alert of one byte', { inner: () => [{ type: contentType.alert, content: Uint8Array.of(2) }] }, 'decode_error'],
  [
    'an alert of three bytes',
    { inner: () => [{ type: contentType.alert, content: Uint8Array.of(2, 40, 0) }] },
    'decode_error',
  ],
]
