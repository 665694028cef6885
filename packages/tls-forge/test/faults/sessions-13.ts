/**
 * Faults of a TLS 1.3 server that is offered a session, with the sections of RFC 8446.
 */
import { none, psk, withExtensions } from '../support/alterations.ts'
import type { Fault13 } from './fault.ts'
import { offering13 } from './offered-session.ts'

export const sessions: readonly Fault13[] = [
  ['a session of another index (4.2.11)', { hello: withExtensions(...psk(1)) }, 'illegal_parameter', offering13()],
  ['a session of index 65535 (4.2.11)', { hello: withExtensions(...psk(65_535)) }, 'illegal_parameter', offering13()],
  [
    'a pre_shared_key cut short',
    { hello: withExtensions(['pre_shared_key', Uint8Array.of(0)]) },
    'decode_error',
    offering13(),
  ],
  [
    'a pre_shared_key that is too long',
    { hello: withExtensions(['pre_shared_key', Uint8Array.of(0, 0, 0)]) },
    'decode_error',
    offering13(),
  ],
  [
    'a session under a cipher suite of another hash (4.2.11)',
    { hello: withExtensions(...psk(0)) },
    'illegal_parameter',
    offering13({ suiteId: 0x1302, secret: new Uint8Array(48) }),
  ],
  [
    'early_data in EncryptedExtensions (4.2.10)',
    { encryptedExtensions: [['early_data', none]] },
    'unsupported_extension',
    offering13(),
  ],
]
