/**
 * Alerts that a server of TLS 1.3 sends, and what it does wrong after the handshake.
 */
import { NetError } from '@chrome-socket/api'
import { concatenate } from '../../src/wire/bytes.ts'
import { encodeMessage } from '../../src/wire/handshake-message.ts'
import { encodeAlert } from '../../src/wire/alert.ts'
import { contentType } from '../../src/wire/record.ts'
import { plainRecord, type Script13 } from '../support/server-13.ts'
import { ccs, data, handshake, none, type Fault } from './fault.ts'

const { ERR_SSL_PROTOCOL_ERROR, ERR_SSL_VERSION_OR_CIPHER_MISMATCH, ERR_CONNECTION_CLOSED } = NetError

const alertOf = (name: Parameters<typeof encodeAlert>[0]): Script13 => ({
  plain: () => [{ type: contentType.alert, content: encodeAlert(name) }],
})

export const received: readonly Fault[] = [
  ['handshake_failure', alertOf('handshake_failure'), undefined, ERR_SSL_VERSION_OR_CIPHER_MISMATCH],
  ['protocol_version', alertOf('protocol_version'), undefined, ERR_SSL_VERSION_OR_CIPHER_MISMATCH],
  ['insufficient_security', alertOf('insufficient_security'), undefined, ERR_SSL_VERSION_OR_CIPHER_MISMATCH],
  ['internal_error', alertOf('internal_error'), undefined, ERR_SSL_PROTOCOL_ERROR],
  ['unrecognized_name', alertOf('unrecognized_name'), undefined, NetError.ERR_SSL_UNRECOGNIZED_NAME_ALERT],
  ['decrypt_error', alertOf('decrypt_error'), undefined, NetError.ERR_SSL_DECRYPT_ERROR_ALERT],
  ['access_denied, with no certificate asked for', alertOf('access_denied'), undefined, ERR_SSL_PROTOCOL_ERROR],
  ['close_notify', alertOf('close_notify'), undefined, ERR_CONNECTION_CLOSED],
  [
    'an alert with no name',
    { plain: () => [{ type: contentType.alert, content: Uint8Array.of(2, 255) }] },
    undefined,
    ERR_SSL_PROTOCOL_ERROR,
  ],
]

const ticket = (body: Uint8Array): Script13 => ({
  after: [{ type: handshake, content: encodeMessage('new_session_ticket', body) }],
})
const keyUpdate = (value: number): Uint8Array => encodeMessage('key_update', Uint8Array.of(value))

export const afterwards: readonly Fault[] = [
  ['a ticket without a ticket (4.6.1)', ticket(Uint8Array.of(0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)), 'decode_error'],
  ['a ticket that is cut short', ticket(Uint8Array.of(0, 0, 1, 0)), 'decode_error'],
  [
    'a KeyUpdate of an unknown kind (4.6.3)',
    { after: [{ type: handshake, content: keyUpdate(2) }] },
    'illegal_parameter',
  ],
  ['an empty KeyUpdate', { after: [{ type: handshake, content: encodeMessage('key_update', none) }] }, 'decode_error'],
  [
    'a KeyUpdate with more in its record (5.1)',
    { after: [{ type: handshake, content: concatenate(keyUpdate(0), keyUpdate(0)) }] },
    'unexpected_message',
  ],
  [
    'a CertificateRequest that was not agreed to (4.6.2)',
    { after: [{ type: handshake, content: encodeMessage('certificate_request', Uint8Array.of(0, 0, 0)) }] },
    'unexpected_message',
  ],
  [
    'a Finished again',
    { after: [{ type: handshake, content: encodeMessage('finished', new Uint8Array(32)) }] },
    'unexpected_message',
  ],
  [
    'a ChangeCipherSpec after the handshake (5)',
    { after: [data], afterWire: (all) => [plainRecord(ccs), ...all] },
    'unexpected_message',
  ],
  [
    '33 empty records (BoringSSL)',
    { after: Array.from({ length: 33 }, () => ({ type: contentType.applicationData, content: none })) },
    'unexpected_message',
  ],
  ['a record twice', { after: [data], afterWire: ([first]) => [first!, first!] }, 'bad_record_mac'],
  [
    'two records in the other order',
    { after: [data, data], afterWire: ([first, second]) => [second!, first!] },
    'bad_record_mac',
  ],
]
