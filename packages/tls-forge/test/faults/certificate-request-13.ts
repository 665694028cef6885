/**
 * Faults in the CertificateRequest of TLS 1.3, with the sections of RFC 8446.
 */
import { concatenate } from '../../src/bytes/bytes.ts'
import { before, group, schemes } from '../support/alterations.ts'
import { encodeExtensions, type ExtensionList } from '../support/messages.ts'
import type { Script13 } from '../support/server-13.ts'
import type { Fault13 } from './fault.ts'

/** Makes a script of a CertificateRequest with these extensions. */
export const request = (...extensions: ExtensionList): Script13 => ({
  flight: before('certificate', {
    name: 'certificate_request',
    body: concatenate(Uint8Array.of(0), encodeExtensions(extensions)),
  }),
})

export const certificateRequest: readonly Fault13[] = [
  [
    'a CertificateRequest without signature schemes (4.3.2)',
    { flight: before('certificate', { name: 'certificate_request', body: Uint8Array.of(0, 0, 0) }) },
    'missing_extension',
  ],
  [
    'a CertificateRequest with a context (4.3.2)',
    {
      flight: before('certificate', {
        name: 'certificate_request',
        body: concatenate(Uint8Array.of(1, 1), encodeExtensions(schemes)),
      }),
    },
    'decode_error',
  ],
  [
    'a CertificateRequest with an empty list of schemes',
    request(['signature_algorithms', Uint8Array.of(0, 0)]),
    'decode_error',
  ],
  [
    'a CertificateRequest with half a scheme',
    request(['signature_algorithms', Uint8Array.of(0, 3, 4, 3, 4)]),
    'decode_error',
  ],
  ['a CertificateRequest with schemes twice', request(...schemes, ...schemes), 'illegal_parameter'],
  [
    'a CertificateRequest with authorities twice',
    request(
      ...schemes,
      ['certificate_authorities', Uint8Array.of(0, 3, 0, 1, 1)],
      ['certificate_authorities', Uint8Array.of(0, 3, 0, 1, 1)],
    ),
    'illegal_parameter',
  ],
  [
    'a CertificateRequest with an empty list of authorities (4.2.4)',
    request(...schemes, ['certificate_authorities', Uint8Array.of(0, 0)]),
    'decode_error',
  ],
  [
    'a CertificateRequest with an empty authority (4.2.4)',
    request(...schemes, ['certificate_authorities', Uint8Array.of(0, 5, 0, 1, 1, 0, 0)]),
    'decode_error',
  ],
  ['a CertificateRequest with key_share (4.2)', request(...schemes, ...group(29)), 'illegal_parameter'],
  [
    'two CertificateRequests',
    {
      flight: before(
        'certificate',
        ...[1, 2].map(
          () =>
            ({ name: 'certificate_request', body: concatenate(Uint8Array.of(0), encodeExtensions(schemes)) }) as const,
        ),
      ),
    },
    'unexpected_message',
  ],
  [
    'a CertificateRequest after the certificate',
    {
      flight: before('certificate_verify', {
        name: 'certificate_request',
        body: concatenate(Uint8Array.of(0), encodeExtensions(schemes)),
      }),
    },
    'unexpected_message',
  ],
]
