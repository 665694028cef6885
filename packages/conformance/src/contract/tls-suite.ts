import type { ContractSuite } from './contract-case.ts'
import { tlsHandshakeCases } from './tls-handshake.ts'
import { tlsStreamCases } from './tls-stream.ts'
import { type TlsSubject, tlsParts } from './tls-subject.ts'

/** What every `TlsProvider` must do, over any byte stream. */
export const tlsSuite: ContractSuite<TlsSubject> = {
  name: 'TLS provider',
  parts: tlsParts,
  cases: [...tlsHandshakeCases, ...tlsStreamCases],
}
