/// <reference lib="dom" />
// WebCrypto's types, which the sources of tls-forge name.
/** The verdicts of nodeTls and forgeTls on the certificate cases, next to Chromium's. */
import { nodeBackend, nodeTls } from '@chrome-socket/backend-node'
import { forgeTls } from '@chrome-socket/tls-forge'
import { afterAll, describe, expect, test } from 'vitest'
import { certificateRuntime, chromiumVerdicts, differentResults, servedCases } from '../src/certificates/index.ts'
import { verdictOf } from './ask-providers.ts'

const served = await servedCases()
afterAll(() => served.close())

const backend = nodeBackend()

describe.each([
  ['nodeTls', nodeTls({ ca: served.anchors })],
  ['forgeTls', forgeTls({ ca: served.anchors })],
] as const)('%s', (name, provider) => {
  const differences = differentResults(name, certificateRuntime())
  test.each(served.cases)('$name', async (each) => {
    const result = await verdictOf(provider, backend, each)
    expect(result).toBe(differences[each.name] ?? chromiumVerdicts[each.name])
  })
})
