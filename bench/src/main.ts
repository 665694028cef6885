/** `npm run bench`: measures row by row, and prints, writes and draws the comparison. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { clearLine, cursorTo } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chart } from './chart.ts'
import { compare } from './compare.ts'
import { chooseCores } from './cores.ts'
import type { Plan } from './group.ts'
import { Measuring } from './measure.ts'

import { startPeers } from './peers.ts'
import { writePerformanceSection } from './performance-section.ts'
import { reportGoals, reportRow } from './report.ts'
import { mergeResults, readResults, writeResults } from './results.ts'
import type { Results } from './results.ts'
import { rows } from './rows.ts'
import { clientInC, findChromium, findRuntimes } from './runtimes.ts'
import { variantsOn } from './variants.ts'

const usage = `npm run bench -- [options]

  --quick              one round and shorter slices: a few minutes, less exact,
                       written to latest.json
  --rows a,b           only these rows, or rows that begin so (tls, memory)
  --runtime <path>     a Node, a Bun or a Deno; may be repeated. By default the
                       newest Node and the Bun on the PATH
  --no-chromium        leave out Chromium
  --missing            only rows that full.json lacks for one of these runtimes
  --render             measure nothing: print full.json, and write its chart and
                       the section of docs/performance.md

Trials, also written to latest.json:
  --variants a,b       only variants with these titles, and their references
  --baseline <folder>  also measure chrome.socket and raw of another checkout,
                       which must be built
  --rounds, --turns    the number of fresh processes, and of slices in each
  --slice              the length of a slice in milliseconds

Rows:
${columns(
  rows.map(({ name }) => name),
  78,
)}`

/** Joins words to lines of at most `width` characters. */
function columns(words: readonly string[], width: number): string {
  return words.reduce((text, word) => {
    const line = text.slice(text.lastIndexOf('\n') + 1)
    return line.length + word.length + 2 > width ? `${text}\n  ${word}` : `${text}  ${word}`
  }, '')
}

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rows: { type: 'string' },
    runtime: { type: 'string', multiple: true, default: [] },
    'no-chromium': { type: 'boolean', default: false },
    missing: { type: 'boolean', default: false },
    render: { type: 'boolean', default: false },
    variants: { type: 'string' },
    baseline: { type: 'string' },
    rounds: { type: 'string' },
    turns: { type: 'string' },
    slice: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

const folder = fileURLToPath(new URL('../results/', import.meta.url))
const { variants: wantedVariants, baseline, rounds, turns, slice } = options
const isTrial = options.quick || [wantedVariants, baseline, rounds, turns, slice].some((each) => each !== undefined)
const name = isTrial ? 'latest' : 'full'
const file = join(folder, `${name}.json`)

if (options.help) console.log(usage)
else if (options.render) render(readResults(file))
else render(await measureAll())

function render(results: Results | undefined): void {
  if (results === undefined) return console.log(`There is no ${file}`)
  for (const row of rows) {
    if (options.render && results.comparisons.some((each) => each.row === row.name)) {
      console.log(reportRow(row, results.comparisons))
    }
  }
  console.log(reportGoals(results.comparisons))
  writeFileSync(join(folder, `${name === 'full' ? 'speed' : name}.svg`), chart(results))
  if (name === 'full')
    writePerformanceSection(fileURLToPath(new URL('../../docs/performance.md', import.meta.url)), results)
}

/** Measures the rows. It prints and writes each row at once, so that a run can be stopped at any time. */
async function measureAll(): Promise<Results | undefined> {
  const chromium = options['no-chromium'] ? undefined : findChromium()
  const own = findRuntimes(options.runtime)
  const cores = chooseCores()
  const peers = await startPeers(cores, own.findLast(({ kind }) => kind === 'node')?.path ?? process.execPath)
  const runtimes = [
    ...own,
    // Chromium needs Node as its reference.
    ...(chromium && own.some(({ kind }) => kind === 'node') ? [chromium] : []),
    ...(peers.client === undefined ? [] : [clientInC(peers.client)]),
  ]
  const variants = variantsOn(runtimes, baseline === undefined ? undefined : resolve(baseline)).filter(
    ({ title, name, reference }) => name === reference || (wantedVariants?.split(',').includes(title) ?? true),
  )
  let results = name === 'full' ? readResults(file) : undefined
  const isThere = (row: string): boolean =>
    own.every(({ name }) => results?.comparisons.some((each) => each.row === row && each.runtime === name))
  const chosenRows = rows
    .filter(({ name }) => options.rows?.split(',').some((each) => name === each || name.startsWith(`${each}-`)) ?? true)
    .filter(({ name }) => !(options.missing && isThere(name)))

  const method = {
    rounds: Number(rounds ?? (options.quick ? 1 : 5)),
    turns: Number(turns ?? 3),
    sliceMilliseconds: Number(slice ?? (options.quick ? 60 : 100)),
    warmUpMilliseconds: 1000,
  }
  const plan: Plan = {
    ...method,
    variants,
    cores,
    peers,
    // The progress redraws one line, which works only on a terminal.
    onProgress(text) {
      if (!process.stderr.isTTY) return
      cursorTo(process.stderr, 0)
      clearLine(process.stderr, 1)
      process.stderr.write(text)
    },
  }
  mkdirSync(folder, { recursive: true })
  const measuring = new Measuring(plan)
  for (const row of chosenRows) {
    const measurements = await measuring.measure(row)
    const comparisons = compare(row, variants, measurements)
    results = mergeResults(results, {
      machine: {
        processor: cpus()[0]?.model ?? '',
        cores: cpus().length,
        system: `${process.platform} ${process.arch}`,
      },
      runtimes: Object.fromEntries(
        runtimes.filter(({ kind }) => kind !== 'c').map(({ name, version }) => [name, version]),
      ),
      method: { ...method, pinned: cores !== undefined, peer: peers.inC ? 'C' : 'Node' },
      comparisons,
    })
    writeResults(file, results)
    console.log(reportRow(row, results.comparisons))
    const disturbed = measurements.filter((each) => each.disturbed).length
    if (disturbed > 0) console.log(`  other programs disturbed ${disturbed} of ${measurements.length} slices\n`)
  }
  await Promise.all([measuring.end(), peers.end()])
  if (cores === undefined) console.log('There is no taskset, or only one core: the processes were not pinned.')
  if (!peers.inC) console.log('There is no C compiler: the peer was a Node process, which limits some rows.')
  return results
}
