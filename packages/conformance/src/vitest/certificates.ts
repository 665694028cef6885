/** The certificate cases as tests of vitest: each test compares the verdict of a TLS provider with Chromium's. */
import { afterAll, describe, expect, test } from 'vitest'
import { NetError, type ByteStream, type Endpoint, type NetResult, type TlsProvider } from '@chrome-socket/api/backend'
import { certificateRuntime, differentResults, type Verifier } from '../differences/certificates.ts'
import { chromiumVerdicts, servedCases, type ServedCase } from '../certificates/index.ts'

/** A TLS provider whose verdicts are compared with those of Chromium. */
export interface CertificateSubject {
  /** The verifier of these verdicts, for the list of differences. */
  readonly name: Verifier
  /** Makes the provider, which trusts only these authorities, in PEM. */
  readonly provider: (authorities: readonly string[]) => TlsProvider
  /** Opens the connection below TLS. */
  readonly connect: (to: Endpoint) => Promise<ByteStream>
}

/**
 * Adds a test for each certificate case. Call it at the top of a file, with `await`: the servers are started, or looked for, first.
 * @param subjects by the names that the tests show
 * @throws Error, as a rejection: as `servedCases` does.
 * @example
 * import { nodeBackend, nodeTls } from '@chrome-socket/backend-node'
 * import { connectWith } from '@chrome-socket/conformance/contract/node-subject'
 * import { runCertificateCases } from '@chrome-socket/conformance/vitest'
 *
 * const provider = (ca: readonly string[]) => nodeTls({ ca })
 * await runCertificateCases({ nodeTls: { name: 'nodeTls', provider, connect: connectWith(nodeBackend()) } })
 */
export async function runCertificateCases(subjects: Readonly<Record<string, CertificateSubject>>): Promise<void> {
  const served = await servedCases()
  afterAll(() => served.close())
  describe.each(Object.entries(subjects))('%s', (_, { name, provider, connect }) => {
    const trusting = provider(served.authorities)
    const differences = differentResults(name, certificateRuntime())
    test.each(served.cases)('$name', async (each) => {
      const result = await verdictOf(trusting, connect, each)
      expect(result).toBe(differences[each.name] ?? chromiumVerdicts[each.name])
    })
  })
}

async function verdictOf(
  provider: TlsProvider,
  connect: CertificateSubject['connect'],
  { port, serverName }: ServedCase,
): Promise<NetResult> {
  const inner = await connect({ address: '127.0.0.1', port })
  return new Promise((resolve) => {
    provider.secure(inner, { serverName }, (result, stream) => {
      if ((result === NetError.OK) !== (stream !== undefined))
        throw new Error('a stream without success, or none with it')
      stream?.close()
      resolve(result)
    })
  })
}
