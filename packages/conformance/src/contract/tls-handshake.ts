/**
 * Handshakes: versions, servers that ask for a certificate, and servers that speak no TLS. The results are Chromium's
 * (net/base/net_error_list.h).
 */
import { NetError, type NetErrorName, type TlsOptions } from '@chrome-socket/api/backend'
import { describeResult } from './ask.ts'
import { type ContractCase, contractCase } from './contract-case.ts'
import { watched } from './inner-stream.ts'
import type { RawStream } from './raw-peer.ts'
import { fails, localhost, openToStranger, secureResult, succeeds } from './tls-secure.ts'
import { type TlsSubject, openInner, servedVersions } from './tls-subject.ts'
import { equal } from './trial.ts'

/** A server that speaks no TLS, and its reaction to the first bytes of the client. */
interface Stranger {
  readonly what: string
  readonly result: NetErrorName
  readonly behave: (peer: RawStream) => void
}

const strangers: readonly Stranger[] = [
  { what: 'closes', result: 'ERR_CONNECTION_CLOSED', behave: (peer) => peer.end() },
  { what: 'resets', result: 'ERR_CONNECTION_RESET', behave: (peer) => peer.reset() },
  {
    what: 'speaks something else',
    result: 'ERR_SSL_PROTOCOL_ERROR',
    behave: (peer) => {
      peer.write(new TextEncoder().encode('220 mail.example ESMTP\r\n'.repeat(10))).catch(() => {})
    },
  },
]

export const tlsHandshakeCases: readonly ContractCase<TlsSubject>[] = [
  ...servedVersions.map((version) =>
    contractCase<TlsSubject>(
      `secure: ${version}, a server that would like a certificate`,
      [],
      async (subject, trial) => {
        await succeeds(subject, trial, { certificate: 'good', version, asksForCertificate: true })
      },
    ),
  ),
  ...servedVersions.map((version) =>
    contractCase<TlsSubject>(`secure: limited to ${version}`, [], async (subject, trial) => {
      await succeeds(
        subject,
        trial,
        { certificate: 'good' },
        { ...localhost, minVersion: version, maxVersion: version },
      )
    }),
  ),

  contractCase('secure: no version in common gives ERR_SSL_VERSION_OR_CIPHER_MISMATCH', [], async (subject, trial) => {
    const options: TlsOptions = { ...localhost, minVersion: 'tls1.3' }
    await fails(
      subject,
      trial,
      { certificate: 'good', version: 'tls1.2' },
      'ERR_SSL_VERSION_OR_CIPHER_MISMATCH',
      options,
    )
  }),
  contractCase('secure: no version between the limits gives ERR_SSL_PROTOCOL_ERROR', [], async (subject, trial) => {
    const options: TlsOptions = { ...localhost, minVersion: 'tls1.3', maxVersion: 'tls1.2' }
    await fails(subject, trial, { certificate: 'good' }, 'ERR_SSL_PROTOCOL_ERROR', options)
  }),

  ...strangers.map(({ what, result, behave }) =>
    contractCase<TlsSubject>(`secure: a server that ${what} gives ${result}`, [], async (subject, trial) => {
      const { inner, peer } = await openToStranger(subject, trial)
      const { stream, closes } = watched(inner)
      const securing = trial.meanwhile(secureResult(subject, trial, stream))
      const server = await trial.within('the connection at the server', peer)
      await trial.within('the first bytes of the client', server.read())
      behave(server)
      equal(describeResult((await securing).result), result, 'the handshake')
      await trial.until('a close of the inner stream', () => closes() > 0)
    }),
  ),

  contractCase('secure: over a stream that is closed gives ERR_CONNECTION_CLOSED', [], async (subject, trial) => {
    const { inner } = await openInner(subject, trial, { certificate: 'good' })
    inner.close()
    const { result } = await secureResult(subject, trial, inner)
    equal(describeResult(result), describeResult(NetError.ERR_CONNECTION_CLOSED), 'the handshake')
  }),
]
