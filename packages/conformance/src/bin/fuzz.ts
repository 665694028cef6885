/**
 * `fuzz --subject FILE [--runs N] [--seed S] [--runtime PATH]`: random programs in Chromium and on the implementation that
 * the module FILE makes, in this Node or in another runtime. FILE exports `setup`, and may export `leavesOut`: calls that the
 * programs do not make. `pnpm conformance:fuzz` gives backend-node as FILE.
 */
import { resolve } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { LeftOut, Program } from '../fuzz/program.ts'
import { fuzz } from '../fuzz/run.ts'
import { sharedPeers } from '../peers/shared-peers.ts'
import type { Setup } from '../subject.ts'
import { runIn } from './run-in.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    seed: { type: 'string' },
    subject: { type: 'string' },
    runtime: { type: 'string' },
  },
})
if (values.runtime !== undefined) process.exit(await runIn(values.runtime))

if (values.subject === undefined) throw new Error('--subject FILE is missing: a module that exports `setup`')
const { setup, leavesOut } = (await import(pathToFileURL(resolve(values.subject)).href)) as {
  readonly setup: Setup
  readonly leavesOut?: readonly LeftOut[]
}
const runs = Number(values.runs)
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed)
const peers = await sharedPeers()
const began = Date.now()
const seconds = (): number => Math.round((Date.now() - began) / 1000)
console.log(`${runs} programs, --seed ${seed}`)
const show = (program: Program): void => {
  for (const step of program) console.log(`  ${JSON.stringify(step)}`)
}
// Some callbacks throw on purpose. Every other exception is a fault.
process.on('uncaughtException', (error) => {
  if (String(error) === 'Error: Thrown by a random program') return
  console.error(error)
  process.exitCode = 1
})
const { differences, crashes } = await fuzz(setup, {
  runs,
  seed,
  peers,
  ...(leavesOut && { leavesOut }),
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
