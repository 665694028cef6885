/** `pnpm conformance:fuzz [--runs N] [--seed S]`: random programs, Chromium against our implementation on Node. */
import process from 'node:process'
import { parseArgs } from 'node:util'
import type { Program } from '../fuzz/program.ts'
import { fuzz } from '../fuzz/run.ts'
import { startPeers } from '../peers/start-peers.ts'
import { setup } from '../subjects/node.ts'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '200' }, seed: { type: 'string' } } })
const runs = Number(values.runs)
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed)
const peers = await startPeers()
const began = Date.now()
const seconds = (): number => Math.round((Date.now() - began) / 1000)
console.log(`${runs} programs, --seed ${seed}`)
const show = (program: Program): void => {
  for (const step of program) console.log(`  ${JSON.stringify(step)}`)
}
// Some callbacks throw on purpose; what else is thrown is a fault.
process.on('uncaughtException', (error) => {
  if (String(error) === 'Error: Thrown by a random program') return
  console.error(error)
  process.exitCode = 1
})
const { differences, crashes } = await fuzz(setup, {
  runs,
  seed,
  peers,
  onProgress: (played) => {
    if (played % 200 === 0) console.log(`${played} played in ${seconds()} s`)
  },
  onDifference: ({ run, program, explanation, chromium }) => {
    console.log(`\nProgram ${run} differs:`)
    show(program)
    console.log(`Chromium:\n  ${chromium.join('\n  ')}`)
    console.log(`${explanation}\n`)
  },
})
const same = runs - differences.length - crashes.length
console.log(`${same} of ${runs} programs did the same as in Chromium, in ${seconds()} s`)
for (const { run, program } of crashes) {
  console.log(`\nProgram ${run} made Chromium crash:`)
  show(program)
}
await peers.close()
process.exitCode ??= differences.length === 0 ? 0 : 1
