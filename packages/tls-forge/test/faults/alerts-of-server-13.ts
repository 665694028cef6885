/**
 * Alerts of a TLS 1.3 server, and their net errors.
 */
import { NetError } from '@chrome-socket/api/backend'
import { encodeAlert } from '../../src/wire/alert.ts'
import { contentType } from '../../src/records/record.ts'
import type { Script13 } from '../support/server-13.ts'
import type { Fault13 } from './fault.ts'

const { ERR_SSL_VERSION_OR_CIPHER_MISMATCH, ERR_CONNECTION_CLOSED } = NetError

const alertOf = (name: Parameters<typeof encodeAlert>[0]): Script13 => ({
  plain: () => [{ type: contentType.alert, content: encodeAlert(name) }],
})

export const alertsOfServer: readonly Fault13[] = [
  ['handshake_failure', alertOf('handshake_failure'), undefined, {}, ERR_SSL_VERSION_OR_CIPHER_MISMATCH],
  ['protocol_version', alertOf('protocol_version'), undefined, {}, ERR_SSL_VERSION_OR_CIPHER_MISMATCH],
  ['insufficient_security', alertOf('insufficient_security'), undefined, {}, ERR_SSL_VERSION_OR_CIPHER_MISMATCH],
  ['internal_error', alertOf('internal_error'), undefined],
  ['unrecognized_name', alertOf('unrecognized_name'), undefined, {}, NetError.ERR_SSL_UNRECOGNIZED_NAME_ALERT],
  ['decrypt_error', alertOf('decrypt_error'), undefined, {}, NetError.ERR_SSL_DECRYPT_ERROR_ALERT],
  ['access_denied, without a request for a certificate', alertOf('access_denied'), undefined],
  ['close_notify', alertOf('close_notify'), undefined, {}, ERR_CONNECTION_CLOSED],
  [
    'an alert without a name',
    { plain: () => [{ type: contentType.alert, content: Uint8Array.of(2, 255) }] },
    undefined,
  ],
]
