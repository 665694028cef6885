import type { ContractSuite } from './contract-case.ts'
import { tlsCertificateCases } from './tls-certificates.ts'
import { tlsCompletionCases } from './tls-completion.ts'
import { tlsHandshakeCases } from './tls-handshake.ts'
import { tlsStreamCases } from './tls-stream.ts'
import { type TlsSubject, tlsParts } from './tls-subject.ts'

/** The rules for every `TlsProvider`, over any byte stream. */
export const tlsSuite: ContractSuite<TlsSubject> = {
  name: 'TLS provider',
  parts: tlsParts,
  cases: [...tlsCompletionCases, ...tlsCertificateCases, ...tlsHandshakeCases, ...tlsStreamCases],
}
