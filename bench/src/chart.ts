/**
 * Draws the comparison as a picture. For each row, a bar shows the median ratio of chrome.socket to the raw sockets of its
 * runtime, which are the line at 1; a thin line on the bar shows the quartiles. The number at the right is the ratio to
 * Chromium's own chrome.socket. The picture is SVG 1.1, with a logarithmic scale and colours for light and dark pages.
 */
import type { Comparison } from './compare.ts'
import type { Results } from './results.ts'
import { rows } from './rows.ts'
import type { Spread } from './statistics.ts'
import { chromiumTitle } from './variants.ts'

interface Series {
  readonly runtime: string
  readonly label: string
  readonly className: string
}

/** A row of the picture, which is a row of the results for one variant. */
interface Entry {
  readonly row: string
  readonly title: string
  readonly label: string
}

interface Section {
  readonly heading: string
  readonly entries: readonly Entry[]
}

const layout = { width: 860, left: 264, right: 140, barHeight: 10, rowGap: 9, top: 46, headingHeight: 34 }

const style = `
text { fill: #57606a; font: 12px system-ui, sans-serif }
.heading { font-weight: 600; fill: #1f2328 }
.number { font-size: 10px }
.axis { stroke: #8c959f; stroke-dasharray: 2 3; stroke-width: .5 }
.raw { stroke: #57606a; stroke-width: 1.5 }
.quartiles { stroke: #1f2328; stroke-width: 1 }
.node { fill: #4c9a45 } .older { fill: #a5cf9f } .bun { fill: #d98b3a }
@media (prefers-color-scheme: dark) {
text { fill: #9198a1 } .heading { fill: #f0f6fc } .raw { stroke: #9198a1 } .quartiles { stroke: #f0f6fc }
.node { fill: #57a64f } .older { fill: #35662f } .bun { fill: #c77d2e }
}`

function sections(comparisons: readonly Comparison[]): Section[] {
  const entriesOf = (title: string, chosen: (row: (typeof rows)[number]) => boolean): Entry[] =>
    rows
      .filter((row) => chosen(row) && comparisons.some((each) => each.row === row.name && each.title === title))
      .map((row) => ({ row: row.name, title, label: row.title }))
  const isRate = ({ task, unit, tls }: (typeof rows)[number]): boolean =>
    unit !== 'bytesEach' && task !== 'manySockets' && !tls
  return [
    { heading: 'TCP and UDP: faster is to the right', entries: entriesOf('chrome.socket', isRate) },
    { heading: 'Native TLS', entries: entriesOf('chrome.socket', ({ tls }) => tls === true) },
    {
      heading: 'TLS in JavaScript over WebCrypto, to native TLS',
      entries: entriesOf('forgeTls, WebCrypto', ({ tls }) => tls === true),
    },
    {
      heading: 'Idle connections: less memory is to the left',
      entries: entriesOf('chrome.socket', ({ unit }) => unit === 'bytesEach'),
    },
  ].filter(({ entries }) => entries.length > 0)
}

export function chart({ comparisons, runtimes }: Results): string {
  const { width, left, barHeight, rowGap, top, headingHeight } = layout
  const series = seriesOf(runtimes)
  const shown = sections(comparisons)
  const find = ({ row, title }: Entry, runtime: string): Comparison | undefined =>
    comparisons.find((each) => each.row === row && each.title === title && each.runtime === runtime)
  const spreads = shown.flatMap(({ entries }) =>
    entries.flatMap((entry) => series.flatMap(({ runtime }) => find(entry, runtime)?.ratio ?? [])),
  )
  const scale = logarithmicScale(spreads)
  const body: string[] = []
  let y = top
  for (const { heading, entries } of shown) {
    body.push(text(20, y + 20, heading, 'heading'))
    y += headingHeight
    for (const entry of entries) {
      const ratios = series.flatMap((each) => {
        const ratio = find(entry, each.runtime)?.ratio
        return ratio === undefined ? [] : [{ ratio, ...each }]
      })
      const height = Math.max(1, ratios.length) * barHeight
      body.push(text(left - 12, y + height / 2 + 4, entry.label, '', 'end'))
      ratios.forEach((each, i) => body.push(bar(scale, each.ratio, each, y + i * barHeight)))
      const times = timesChromium(entry, comparisons)
      if (times !== undefined) body.push(text(width - 20, y + height / 2 + 4, `${times} ×`, '', 'end'))
      y += height + rowGap
    }
  }
  const grid = scale.ticks.map((tick) => gridLine(scale.position(tick), tick, top + 8, y))
  const hasChromium = comparisons.some(({ title }) => title === chromiumTitle)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y + 28}" width="${width}" height="${y + 28}">`,
    '<title>chrome.socket compared with the raw sockets of its runtime</title>',
    `<style>${style}</style>`,
    ...series.map(
      ({ label, className }, i) =>
        `<rect x="${left + i * 130}" y="14" width="11" height="11" class="${className}"/>${text(left + 17 + i * 130, 24, label)}`,
    ),
    text(20, 24, 'chrome.socket : raw sockets', 'heading'),
    ...(hasChromium ? [text(width - 20, 24, "Node : Chromium's own", 'heading', 'end')] : []),
    ...grid,
    ...body,
    '</svg>',
    '',
  ].join('\n')
}

interface Scale {
  readonly ticks: readonly number[]
  readonly position: (ratio: number) => number
}

function logarithmicScale(all: readonly Spread[]): Scale {
  const { width, left, right } = layout
  const smallest = Math.min(0.5, ...all.map(({ lower }) => lower)) * 0.9
  const largest = Math.max(2, ...all.map(({ upper }) => upper)) * 1.2
  const perUnit = (width - left - right) / Math.log(largest / smallest)
  return {
    ticks: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20].filter((tick) => tick >= smallest && tick <= largest),
    position: (ratio) => Math.round((left + Math.log(ratio / smallest) * perUnit) * 10) / 10,
  }
}

function gridLine(x: number, tick: number, from: number, to: number): string {
  const line = `<line x1="${x}" y1="${from}" x2="${x}" y2="${to}" class="${tick === 1 ? 'raw' : 'axis'}"/>`
  return `${line}${text(x, to + 16, `${tick} ×`, 'number', 'middle')}`
}

function bar({ position }: Scale, ratio: Spread, { className, label }: Series, y: number): string {
  const { barHeight } = layout
  const one = position(1)
  const median = position(ratio.median)
  const lower = position(ratio.lower)
  const upper = position(ratio.upper)
  const middle = y + (barHeight - 1) / 2
  const [exact = '', ...quartiles] = [ratio.median, ratio.lower, ratio.upper].map((each) => each.toFixed(2))
  return [
    `<g><title>${label}: ${exact} (quartiles ${quartiles.join(' and ')})</title>`,
    `<rect x="${Math.min(one, median)}" y="${y}" width="${Math.max(1, Math.abs(median - one)).toFixed(1)}" height="${barHeight - 1}" class="${className}"/>`,
    `<line x1="${lower}" y1="${middle}" x2="${upper}" y2="${middle}" class="quartiles"/>`,
    `${text(Math.max(one, median, upper) + 4, y + barHeight - 1, exact, 'number')}</g>`,
  ].join('')
}

/** The runtimes of the picture, the newest Node first. */
function seriesOf(runtimes: Results['runtimes']): Series[] {
  const nodes = Object.keys(runtimes)
    .filter((name) => name.startsWith('node'))
    .sort()
    .toReversed()
  return [
    ...nodes.map((runtime) => ({
      runtime,
      label: `Node ${runtime.slice('node'.length)}`,
      className: runtime === nodes[0] ? 'node' : 'older',
    })),
    ...('bun' in runtimes ? [{ runtime: 'bun', label: 'Bun', className: 'bun' }] : []),
  ]
}

/** The ratio of our chrome.socket to Chromium's. */
function timesChromium({ row, title }: Entry, comparisons: readonly Comparison[]): string | undefined {
  const chromium = comparisons.find((each) => each.row === row && each.title === chromiumTitle)
  if (chromium?.ratio === undefined || title !== 'chrome.socket') return undefined
  const times = 1 / chromium.ratio.median
  return times < 10 ? times.toFixed(1) : times.toFixed(0)
}

function text(x: number, y: number, content: string, className = '', anchor = 'start'): string {
  const attributes = `${className && ` class="${className}"`}${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}`
  return `<text x="${x}" y="${y}"${attributes}>${content}</text>`
}
