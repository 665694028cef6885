/**
 * The comparison as one picture: for each row, how chrome.socket stands to the raw sockets of its runtime, which are the
 * line at 1; the bar is the median, the thin line on it the quartiles. Memory, of which less is better, is not in it. SVG 1.1, on a logarithmic scale, in colours that
 * are readable on a light and on a dark page.
 */
import type { Comparison } from './compare.ts'
import type { Row } from './rows.ts'
import type { Spread } from './statistics.ts'

interface Series {
  readonly variant: string
  readonly label: string
  readonly colour: string
}

const palette = ['#2f7bd9', '#7aa7e6', '#e08a1e', '#8a63d2']
const ink = '#808890'
const width = 900
const left = 330
const right = 60
const barHeight = 9
const rowGap = 10
const top = 58

/** `titles` are the variants to show, by their names, with what the legend calls them. */
export function chart(
  rows: readonly Row[],
  comparisons: readonly Comparison[],
  titles: ReadonlyMap<string, string>,
): string {
  const series = [...titles].map(([variant, label], index): Series => ({
    variant,
    label,
    colour: palette[index % palette.length] as string,
  }))
  const ratioOf = (row: Row, { variant }: Series): Spread | undefined =>
    comparisons.find((each) => each.row === row.name && each.variant === variant)?.ratio
  const rates = rows.filter(({ unit }) => unit !== 'bytesEach')
  const shown = rates.filter((row) => series.some((each) => ratioOf(row, each) !== undefined))
  const rowHeight = series.length * barHeight + rowGap
  const height = top + shown.length * rowHeight + 34
  const spreads = shown.flatMap((row) => series.flatMap((each) => ratioOf(row, each) ?? []))
  const scale = logarithmicScale(spreads)
  const bottom = top + shown.length * rowHeight
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`,
    ` font-family="system-ui, sans-serif" font-size="12" fill="${ink}">`,
    `<title>chrome.socket compared with the raw sockets of its runtime</title>`,
    ...series.map(legendEntry),
    `<text x="${left}" y="46">slower</text><text x="${width - right}" y="46" text-anchor="end">faster than raw sockets</text>`,
    ...scale.ticks.map((tick) => gridLine(scale.position(tick), tick, bottom)),
    ...shown.map((row, index) => {
      const y = top + index * rowHeight
      const middle = y + (rowHeight - rowGap) / 2 + 4
      const bars = series.map((each, i) => bar(scale, ratioOf(row, each), each, y + i * barHeight))
      return `<text x="${left - 12}" y="${middle}" text-anchor="end">${row.title}</text>${bars.join('')}`
    }),
    '</svg>',
    '',
  ].join('\n')
}

function legendEntry({ label, colour }: Series, index: number): string {
  const x = 20 + index * 200
  return `<rect x="${x}" y="12" width="12" height="12" rx="2" fill="${colour}"/><text x="${x + 18}" y="22">${label}</text>`
}

function gridLine(x: number, tick: number, bottom: number): string {
  const emphasis = tick === 1 ? 'stroke-width="1.5"' : 'stroke-width="0.5" stroke-dasharray="2 3"'
  const line = `<line x1="${x}" y1="${top - 6}" x2="${x}" y2="${bottom}" stroke="${ink}" ${emphasis}/>`
  return `${line}<text x="${x}" y="${bottom + 18}" text-anchor="middle">${tick} ×</text>`
}

function bar(scale: Scale, spread: Spread | undefined, { colour, label }: Series, y: number): string {
  if (spread === undefined) return ''
  const [one, median, lower, upper] = [1, spread.median, spread.lower, spread.upper].map(scale.position) as [
    number,
    number,
    number,
    number,
  ]
  const middle = y + (barHeight - 1) / 2
  const text = `${label}: ${spread.median.toFixed(2)} (${spread.lower.toFixed(2)} to ${spread.upper.toFixed(2)})`
  const beyond = Math.max(median, upper, one) + 4
  return [
    `<g><title>${text}</title>`,
    `<rect x="${Math.min(one, median)}" y="${y}" width="${Math.max(1, Math.abs(median - one))}" height="${barHeight - 1}" fill="${colour}"/>`,
    `<line x1="${lower}" y1="${middle}" x2="${upper}" y2="${middle}" stroke="${ink}"/>`,
    `<text x="${beyond}" y="${y + barHeight - 1}" font-size="9">${spread.median.toFixed(2)}</text></g>`,
  ].join('')
}

interface Scale {
  readonly ticks: readonly number[]
  readonly position: (ratio: number) => number
}

const tickCandidates = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]

function logarithmicScale(spreads: readonly Spread[]): Scale {
  const smallest = Math.min(0.5, ...spreads.map(({ lower }) => lower))
  const largest = Math.max(2, ...spreads.map(({ upper }) => upper))
  const from = Math.log(smallest * 0.9)
  const perUnit = (width - left - right) / (Math.log(largest * 1.1) - from)
  return {
    ticks: tickCandidates.filter((tick) => tick >= smallest * 0.9 && tick <= largest * 1.1),
    position: (ratio) => Math.round((left + (Math.log(ratio) - from) * perUnit) * 10) / 10,
  }
}
