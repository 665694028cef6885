/**
 * Writes the section of docs/performance.md that compares chrome.socket with raw sockets. Do not edit that section by hand.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import type { Comparison } from './compare.ts'
import type { Results } from './results.ts'
import { rows } from './rows.ts'
import { quantile } from './statistics.ts'
import { chromiumTitle } from './variants.ts'

const begin = '<!-- bench: written by `npm run bench -- --render` -->'
const end = '<!-- /bench -->'

/** The rows that interest most users. */
const headlines = [
  'ping-pong',
  'receive-64k',
  'send-64k',
  'small-writes',
  'accept',
  'udp-echo',
  'tls-download',
  'memory-connected-read',
]

/** Replaces the section in `file`. Throws if the file does not have the two comments around it. */
export function writePerformanceSection(file: string, results: Results): void {
  const page = readFileSync(file, 'utf8')
  const [before, rest] = page.split(begin)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined) throw new Error(`${file} has no ${begin} and ${end}`)
  writeFileSync(file, `${before}${begin}\n\n${section(results)}\n\n${end}${after}`)
}

export function section({ comparisons, runtimes, method }: Results): string {
  const node = Object.keys(runtimes)
    .filter((name) => name.startsWith('node'))
    .sort()
    .at(-1)
  const find = (row: string, runtime: string | undefined, title: string): Comparison | undefined =>
    comparisons.find((each) => each.row === row && each.runtime === runtime && each.title === title)
  const lines = headlines.flatMap((name) => {
    const title = rows.find((row) => row.name === name)?.title
    const cells = [
      find(name, node, 'chrome.socket')?.ratio?.median.toFixed(2),
      find(name, 'bun', 'chrome.socket')?.ratio?.median.toFixed(2),
      times(find(name, 'chromium', chromiumTitle)),
    ]
    return cells.every((cell) => cell === undefined)
      ? []
      : [`| ${[title, ...cells.map((cell) => cell ?? '')].join(' | ')} |`]
  })
  const chance = comparisons.flatMap(({ title, ratio }) => (title === 'raw again' && ratio ? [ratio] : []))
  const range = [
    quantile(
      chance.map(({ lower }) => lower),
      0.5,
    ),
    quantile(
      chance.map(({ upper }) => upper),
      0.5,
    ),
  ].map((each) => each.toFixed(2))
  return [
    '![chrome.socket compared with the raw sockets of Node and Bun, and with Chromium](../bench/results/speed.svg)',
    '',
    "| chrome.socket, × | Node's raw sockets | Bun's raw sockets | Chromium's own (on Node) |",
    '|---|---|---|---|',
    ...lines,
    '',
    `\`npm run bench\` measures these ratios on your machine. The other side is one separate process for all variants${
      method.peer === 'C' ? ', in C' : ''
    }. For each`,
    `row, every variant gets a fresh process in each of ${method.rounds} rounds. All processes warm up and then take turns in random order, in ${method.turns}`,
    `slices of ${method.sliceMilliseconds} ms${
      method.pinned ? ', pinned to one core' : ''
    }. A ratio compares two slices of one turn. The table shows medians, the picture also quartiles.`,
    `The ratio of raw sockets to themselves is between ${range.join(' and ')} in half of all turns, so a ratio in this range means no difference.`,
    'For memory, less is better. [`bench`](../bench) describes the method.',
  ].join('\n')
}

function times(chromium: Comparison | undefined): string | undefined {
  if (chromium?.ratio === undefined) return undefined
  const ratio = 1 / chromium.ratio.median
  return ratio < 10 ? ratio.toFixed(1) : ratio.toFixed(0)
}
