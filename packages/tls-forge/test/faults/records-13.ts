/**
 * Faults of the record layer of TLS 1.3, with the sections of RFC 8446.
 */
import { encodeAlert } from '../../src/wire/alert.ts'
import { concatenate } from '../../src/bytes/bytes.ts'
import { contentType } from '../../src/records/record.ts'
import { alert, data, flip, handshake, none, repeated } from '../support/alterations.ts'
import { changeCipherSpec, plainRecord } from '../support/messages.ts'
import type { Fault13 } from './fault.ts'

/** A CompressedCertificate (25) of zlib, with four octets that decompress to one. */
const compressedCertificate = Uint8Array.of(25, 0, 0, 12, 0, 1, 0, 0, 1, 0, 0, 4, 0x78, 0x9c, 3, 0)

export const records: readonly Fault13[] = [
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
    'a compressed certificate that was not offered (RFC 8879, 4)',
    {
      inner: ([flight]) => {
        const { content } = flight!
        const extensions = content.subarray(0, 4 + content[3]!)
        return [{ type: handshake, content: concatenate(extensions, compressedCertificate) }]
      },
    },
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
    'a record with a length field of 2^14 + 257 (5.2)',
    { wire: ([hello]) => [hello!, Uint8Array.of(23, 3, 3, 0x41, 0x01)] },
    'record_overflow',
  ],
  [
    'a first record with a length field over every limit',
    { wire: () => [Uint8Array.of(22, 3, 3, 0xff, 0xff)] },
    'record_overflow',
  ],
  [
    'a first record with a version that is not TLS',
    { wire: () => [Uint8Array.from(Buffer.from('HTTP/1.1 400 Bad Request'))] },
    'protocol_version',
  ],
  [
    'a byte of the first protected record changed (5.2)',
    { wire: ([hello, first]) => [hello!, flip(first!, 40)] },
    'bad_record_mac',
  ],
  [
    'the tag of the first protected record changed',
    { wire: ([hello, first]) => [hello!, flip(first!)] },
    'bad_record_mac',
  ],
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
    'a ChangeCipherSpec with the wrong content (5)',
    { wire: ([hello, ...rest]) => [hello!, plainRecord({ ...changeCipherSpec, content: Uint8Array.of(2) }), ...rest] },
    'unexpected_message',
  ],
  [
    'a ChangeCipherSpec of two bytes (5)',
    {
      wire: ([hello, ...rest]) => [hello!, plainRecord({ ...changeCipherSpec, content: Uint8Array.of(1, 1) }), ...rest],
    },
    'unexpected_message',
  ],
  ['a protected ChangeCipherSpec (5)', { inner: (all) => [changeCipherSpec, ...all] }, 'unexpected_message'],
  [
    '33 ChangeCipherSpecs (BoringSSL)',
    {
      wire: ([hello, ...rest]) => [hello!, ...Array.from({ length: 33 }, () => plainRecord(changeCipherSpec)), ...rest],
    },
    'unexpected_message',
  ],
  ['an alert of one byte', { inner: () => [{ type: contentType.alert, content: Uint8Array.of(2) }] }, 'decode_error'],
  [
    'an alert of three bytes',
    { inner: () => [{ type: contentType.alert, content: Uint8Array.of(2, 40, 0) }] },
    'decode_error',
  ],
  ['33 empty records of data', { after: repeated(33, { ...data, content: none }) }, 'unexpected_message'],
  ['an empty handshake record afterwards (5.4)', { after: [{ type: handshake, content: none }] }, 'unexpected_message'],
  ['an empty alert afterwards (5.4)', { after: [{ type: contentType.alert, content: none }] }, 'unexpected_message'],
  ['a record of padding alone afterwards (5.4)', { after: [{ type: 0, content: none }] }, 'unexpected_message'],
  [
    'data in the middle of a ticket (5.1)',
    { after: [{ type: handshake, content: Uint8Array.of(4, 0, 0, 20) }, data] },
    'unexpected_message',
  ],
  ['data in the clear afterwards', { after: [data], afterWire: () => [plainRecord(data)] }, 'bad_record_mac'],
  [
    'a ChangeCipherSpec afterwards (5)',
    { after: [data], afterWire: (all) => [plainRecord({ type: 20, content: Uint8Array.of(1) }), ...all] },
    'unexpected_message',
  ],
  [
    'an alert in the clear afterwards',
    {
      after: [data],
      afterWire: () => [plainRecord({ type: contentType.alert, content: encodeAlert('close_notify') })],
    },
    'unexpected_message',
  ],
  ['a record without a body', { after: [data], afterWire: () => [Uint8Array.of(23, 3, 3, 0, 0)] }, 'bad_record_mac'],
  [
    'a record of 16 bytes, only a tag',
    { after: [data], afterWire: () => [plainRecord({ ...data, content: new Uint8Array(16) })] },
    'bad_record_mac',
  ],
  ['content of 2^14 + 1 bytes', { after: [{ ...data, content: new Uint8Array(16_385) }] }, 'record_overflow'],
  [
    'content and padding of 2^14 + 2 bytes',
    { after: [{ type: 0, content: concatenate(Uint8Array.of(1, 23), new Uint8Array(16_383)) }] },
    'record_overflow',
  ],
  [
    'a record of 2^14 + 257 bytes',
    { after: [data], afterWire: () => [plainRecord({ ...data, content: new Uint8Array(16_641) })] },
    'record_overflow',
  ],
  [
    'two alerts in a record (5.1)',
    {
      after: [
        { type: contentType.alert, content: concatenate(encodeAlert('close_notify'), encodeAlert('close_notify')) },
      ],
    },
    'decode_error',
  ],
  [
    'half an alert (5.1)',
    {
      after: [
        { type: contentType.alert, content: Uint8Array.of(1) },
        { type: contentType.alert, content: Uint8Array.of(0) },
      ],
    },
    'decode_error',
  ],
  ['five user_canceled in a row', { after: repeated(5, alert(1, 90)) }, 'unexpected_message'],
]
