/** Compares the recordings with the installed Chromium, because a new version may behave differently. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { explainMismatch, readRecording, scenariosByTopic, startPeers } from '../src/index.ts'
import type { ScenarioPeers } from '../src/index.ts'
import { findOracle } from '../src/oracle/chromium.ts'
import { ChromiumPlayer } from '../src/oracle/play-in-chromium.ts'

const found = findOracle()
const missing = 'missing' in found ? found.missing : undefined

/** The time without an answer after which `quiet` ends, for each try. On a busy machine, an answer may have come too late. */
const quietTimes = [100, 300, 1000]

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
      it.for(steady)('$name', { timeout: 180_000 }, async (scenario, { skip }) => {
        if (scenario.needs?.some((part) => peers.lacks.includes(part)))
          skip(`this host lacks ${peers.lacks.join(', ')}`)
        let mismatch: string | undefined
        for (const quietMs of quietTimes) {
          // A Chromium that has crashed starts again for the next try.
          mismatch = await chromium.play(scenario, { quietMs }).then(
            (trace) => explainMismatch(trace, traces[scenario.name] ?? []),
            (crash: Error) => crash.message,
          )
          if (mismatch === undefined) return
        }
        expect.fail(mismatch)
      })
    })
  },
)
