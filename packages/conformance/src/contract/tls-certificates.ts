/**
 * Certificates: a certificate must be for the expected server, valid today, and issued by a trusted authority. The
 * results are Chromium's (net/base/net_error_list.h, net/cert/cert_status_flags.cc).
 */
import type { NetErrorName } from '@chrome-socket/api/backend'
import { type ContractCase, contractCase } from './contract-case.ts'
import { fails, succeeds } from './tls-secure.ts'
import { type CertificateKind, type TlsSubject, servedVersions } from './tls-subject.ts'

interface Verdict {
  readonly certificate: CertificateKind
  readonly result: NetErrorName
  readonly serverName?: string
}

const verdicts: readonly Verdict[] = [
  { certificate: 'expired', result: 'ERR_CERT_DATE_INVALID' },
  { certificate: 'future', result: 'ERR_CERT_DATE_INVALID' },
  { certificate: 'wrongName', result: 'ERR_CERT_COMMON_NAME_INVALID' },
  { certificate: 'nameInSubjectOnly', result: 'ERR_CERT_COMMON_NAME_INVALID' },
  { certificate: 'good', result: 'ERR_CERT_COMMON_NAME_INVALID', serverName: '127.0.0.2' },
  { certificate: 'selfSigned', result: 'ERR_CERT_AUTHORITY_INVALID' },
  { certificate: 'unknownAuthority', result: 'ERR_CERT_AUTHORITY_INVALID' },
  { certificate: 'intermediateNotSent', result: 'ERR_CERT_AUTHORITY_INVALID' },
  { certificate: 'sha1', result: 'ERR_CERT_INVALID' },
  { certificate: 'clientUsage', result: 'ERR_CERT_INVALID' },
  { certificate: 'issuedByLeaf', result: 'ERR_CERT_INVALID' },
  { certificate: 'unknownCriticalExtension', result: 'ERR_CERT_INVALID' },
]

export const tlsCertificateCases: readonly ContractCase<TlsSubject>[] = [
  ...servedVersions.flatMap((version) =>
    (['good', 'goodRsa'] as const).map((certificate) =>
      contractCase<TlsSubject>(`secure: ${version}, certificate ${certificate}`, [], async (subject, trial) => {
        await succeeds(subject, trial, { certificate, version })
      }),
    ),
  ),
  ...(['withIntermediate', 'withoutUsage', 'anyUsage'] as const).map((certificate) =>
    contractCase<TlsSubject>(`secure: certificate ${certificate}`, [], async (subject, trial) => {
      await succeeds(subject, trial, { certificate })
    }),
  ),
  contractCase('secure: to an IP address', [], async (subject, trial) => {
    await succeeds(subject, trial, { certificate: 'good' }, { serverName: '127.0.0.1' })
  }),
  ...verdicts.map(({ certificate, result, serverName = 'localhost' }) =>
    contractCase<TlsSubject>(
      `secure: certificate ${certificate} for ${serverName} gives ${result}`,
      [],
      async (subject, trial) => {
        await fails(subject, trial, { certificate }, result, { serverName })
      },
    ),
  ),
]
