/** `pnpm conformance:fuzz [--runs N] [--seed S]`: random programs, Chromium against our implementation on Node. */
import { parseArgs } from 'node:util'
import { fuzz } from '../fuzz/run.ts'
import { startPeers } from '../peers/start-peers.ts'
import { setup } from '../subjects/node.ts'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '200' }, seed: { type: 'string' } } })
const runs = Number(values.runs)
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed)
const peers = await startPeers()
console.log(`${runs} programs, --seed ${seed}`)
const found = await fuzz(setup, {
  runs,
  seed,
  peers,
  onProgress: (played) => {
    if (played % 160 === 0) console.log(`${played} played`)
  },
  onDifference: ({ run, program, explanation, chromium }) => {
    console.log(`\nProgram ${run} differs:`)
    for (const step of program) console.log(`  ${JSON.stringify(step)}`)
    console.log(`Chromium:\n  ${chromium.join('\n  ')}`)
    console.log(`${explanation}\n`)
  },
})
console.log(`${runs - found.length} of ${runs} programs did the same as in Chromium`)
await peers.close()
process.exitCode = found.length === 0 ? 0 : 1
