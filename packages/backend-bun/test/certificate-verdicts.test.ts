/** The verdicts of bunTls on the certificate cases, next to Chromium's. */
import { chromiumVerdicts, differentResults, servedCases } from '@chrome-socket/conformance/certificates'
import { describe, expect, test } from 'vitest'
import { verdictOf } from '../../conformance/test/ask-providers.ts'
import { bunTls } from '../src/index.ts'
import { describeInBun, foreign, inBun } from './in-bun.ts'

const served = inBun ? await servedCases() : undefined

describeInBun('bunTls', (backend) => {
  if (served === undefined) return
  const provider = bunTls({ ca: served.anchors })
  const differences = differentResults('bunTls', 'bun')
  describe.each([
    ['over a Bun socket', undefined],
    ['over a stream of another kind', foreign],
  ])('%s', (_, wrap) => {
    test.each(served.cases)('$name', async (each) => {
      const result = await verdictOf(provider, backend, each, wrap)
      expect(result).toBe(differences[each.name] ?? chromiumVerdicts[each.name])
    })
  })
})
