/** `npm run bench`: measures, prints the comparison, and writes it as JSON and as a chart. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { makeIdentity } from './certificate.ts'
import { chart } from './chart.ts'
import { compare } from './compare.ts'
import { chooseCores } from './cores.ts'
import { measure } from './measure.ts'
import type { Measurement, Plan } from './measure.ts'
import { report } from './report.ts'
import { rows } from './rows.ts'
import { startPeer } from './start-peer.ts'
import { findChromium, findRuntimes } from './runtimes.ts'
import { variantsOn } from './variants.ts'

const usage = `npm run bench -- [options]

  --quick              fewer processes and shorter slices: a minute or two, and less sure
  --rows a,b           only rows whose names begin so: ${rows.map(({ name }) => name).join(', ')}
  --runtime <path>     a Node or a Bun; may be repeated. By default this Node, and those on the PATH
  --no-chromium        leave out Chromium, though it is installed
  --variants a,b       only variants whose titles are these, and those they are compared with
  --baseline <folder>  also measure chrome.socket of another checkout, which has been built
  --rounds, --turns, --slice   fresh processes, slices in each, and milliseconds of a slice
`

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rows: { type: 'string' },
    runtime: { type: 'string', multiple: true, default: [] },
    variants: { type: 'string' },
    'no-chromium': { type: 'boolean', default: false },
    baseline: { type: 'string' },
    rounds: { type: 'string' },
    turns: { type: 'string' },
    slice: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (options.help) {
  console.log(usage)
  process.exit(0)
}

const chromium = options['no-chromium'] ? undefined : findChromium()
const runtimes = [...findRuntimes(options.runtime), ...(chromium === undefined ? [] : [chromium])]
const cores = chooseCores()
const wantedRows = options.rows?.split(',')
const chosenRows = rows.filter(({ name }) => wantedRows?.some((start) => name.startsWith(start)) ?? true)
const wantedVariants = options.variants?.split(',')
const variants = variantsOn(runtimes, options.baseline === undefined ? undefined : resolve(options.baseline)).filter(
  ({ title, name, reference }) => name === reference || (wantedVariants?.includes(title) ?? true),
)
const folder = mkdtempSync(join(tmpdir(), 'chrome-socket-bench-'))
const identityFile = join(folder, 'identity.json')
const identity = makeIdentity()
writeFileSync(identityFile, JSON.stringify(identity))
const startedAt = new Date()
const peerRuntime = (runtimes.findLast(({ kind }) => kind === 'node') ?? { path: process.execPath }).path
const peers = {
  shared: await startPeer(cores?.variants, peerRuntime, identityFile),
  split: await startPeer(cores?.otherPeer, peerRuntime, identityFile),
}
const plan: Plan = {
  variants,
  rounds: Number(options.rounds ?? (options.quick ? 1 : 5)),
  turns: Number(options.turns ?? (options.quick ? 3 : 4)),
  sliceMilliseconds: Number(options.slice ?? (options.quick ? 120 : 100)),
  warmUpMilliseconds: 300,
  cores,
  peers,
  authority: identity.authority,
  identityFile,
  onProgress: (text: string) => process.stderr.write(text),
}
const measurements: Measurement[] = []
for (const row of chosenRows) measurements.push(...(await measure(plan, row)))
await Promise.all([peers.shared.end(), peers.split.end()])
rmSync(folder, { recursive: true })
const comparisons = compare(chosenRows, variants, measurements)
console.log(report(chosenRows, variants, comparisons))

const isWhole = wantedRows === undefined && wantedVariants === undefined && !options.quick
const results = fileURLToPath(new URL('../results/', import.meta.url))
mkdirSync(results, { recursive: true })
const machine = {
  processor: cpus()[0]?.model,
  cores: cpus().length,
  system: `${process.platform} ${process.arch}`,
  runtimes: runtimes.map(({ name, version }) => `${name} ${version}`),
}
const { rounds, turns, sliceMilliseconds, warmUpMilliseconds } = plan
const outcome = {
  date: startedAt.toISOString(),
  machine,
  method: { rounds, turns, sliceMilliseconds, warmUpMilliseconds, pinned: cores !== undefined },
  comparisons,
}
const file = join(results, isWhole ? 'full.json' : 'latest.json')
writeFileSync(file, `${JSON.stringify(outcome, null, 2)}\n`)
const shownInChart = new Map(
  variants
    .filter(({ title, runtime }) => title === 'chrome.socket' && runtime.kind !== 'chromium')
    .map(({ name, runtime }) => [name, `on ${runtime.name} ${runtime.version}`]),
)
// How cost grows with sockets is no comparison of this kind.
const chartRows = chosenRows.filter(({ task }) => task !== 'manySockets')
writeFileSync(join(results, isWhole ? 'speed.svg' : 'latest.svg'), chart(chartRows, comparisons, shownInChart))
console.log(
  `\n${cores === undefined ? 'No taskset, or one core: the processes were not pinned. ' : ''}Written to ${file}`,
)
