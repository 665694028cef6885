/**
 * Tests interoperation with the servers that are installed here. It is a part of the matrix in `interop/matrix.ts`,
 * which also runs the client on other runtimes.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { combinations, makeFiles } from './interop/combinations.ts'
import { providers, runEcho } from './interop/echo-client.ts'
import { serverKinds } from './interop/servers.ts'

const files = makeFiles()

describe.each(serverKinds)('$name', (kind) => {
  const installed = kind.version() !== undefined
  beforeAll(async () => {
    if (installed) await kind.prepare?.()
  }, 300_000)
  // Each key is tested with each server. Each suite and group is tested with a server that lets both be chosen.
  const chosen = combinations.filter(
    (combination) =>
      kind.cannot?.(combination) === undefined &&
      (kind.name === 'OpenSSL' || (combination.suite === undefined && combination.group === undefined)),
  )
  it.skipIf(!installed).each(chosen.map((combination) => [combination.label, combination] as const))(
    'echoes by %s',
    async (_, combination) => {
      const server = await kind.start({ ...combination, ...files.of[combination.key] })
      try {
        for (const crypto of Object.keys(providers)) {
          const job = {
            port: server.port,
            ca: files.ca,
            crypto,
            reverses: kind.reverses === true,
            legacyCipherSuites: combination.suite?.isLegacy === true,
          }
          const { failure, connections } = await runEcho(job)
          expect([crypto, failure]).toEqual([crypto, ''])
          expect(connections).toMatchObject([
            {
              version: combination.version,
              resumed: false,
              ...(combination.suite && { cipherSuite: combination.suite.name }),
              ...(combination.group && { group: combination.group.name }),
            },
            { version: combination.version, resumed: kind.resumes?.(combination.version) ?? true },
          ])
        }
      } finally {
        server.close()
      }
    },
  )
})
