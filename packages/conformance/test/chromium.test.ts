/** Compares the recordings with the installed Chromium, because a new version may behave differently. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { explainMismatch, readRecording, scenariosByTopic, startPeers } from '../src/index.ts'
import type { ScenarioPeers } from '../src/index.ts'
import { findOracle } from '../src/oracle/chromium.ts'
import { ChromiumPlayer } from '../src/oracle/play-in-chromium.ts'

const found = findOracle()
const missing = 'missing' in found ? found.missing : undefined

describe.skipIf(missing !== undefined)(
  `Chromium itself${missing === undefined ? '' : ` (not installed: ${missing})`}`,
  () => {
    let peers: ScenarioPeers
    let chromium: ChromiumPlayer
    beforeAll(async () => {
      peers = await startPeers()
      chromium = new ChromiumPlayer(peers)
    })
    afterAll(async () => {
      await chromium.close()
      await peers.close()
    })

    describe.each(Object.entries(scenariosByTopic))('%s', async (topic, scenarios) => {
      const { traces } = await readRecording(topic)
      // A nondeterministic Chromium may give a trace that no recording has, because another machine has another order.
      const steady = scenarios.filter(({ name, varies }) => varies !== true && traces[name]?.length === 1)
      it.for(steady)('$name', { timeout: 60_000, retry: 2 }, async (scenario, { skip }) => {
        if (scenario.needs?.some((part) => peers.lacks.includes(part)))
          skip(`this host lacks ${peers.lacks.join(', ')}`)
        const trace = await chromium.play(scenario, { quietMs: 100 })
        expect(explainMismatch(trace, traces[scenario.name] ?? [])).toBeUndefined()
      })
    })
  },
)
