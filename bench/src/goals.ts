/** The goals for chrome.socket, as ratios in one run, and the check of a run against them. */
import type { Comparison } from './compare.ts'
import { chromiumSocketsTitle, chromiumTitle } from './variants.ts'

export interface Goal {
  /** The beginning of the runtime's name: `node` stands for any Node. */
  readonly on: 'node' | 'bun'
  readonly row: string
  /** The title of the variant. The default is `chrome.socket`. */
  readonly title?: string
  /**
   * The variant to compare with in the same row, or another row in which the same variant is compared. The default is the raw
   * sockets in the same row.
   */
  readonly than?:
    | { readonly title: string; readonly row?: undefined }
    | { readonly row: string; readonly title?: undefined }
  /** Compares the CPU for an operation instead of the rate. */
  readonly cpu?: true
  readonly atLeast?: number
  readonly atMost?: number
}

const node = 'node'
const bun = 'bun'
const chromium = { title: chromiumTitle }
const sockets = 'chrome.sockets'
const chromiumSockets = { title: chromiumSocketsTitle }
const web = 'forgeTls, WebCrypto'
const nodeCrypto = 'forgeTls, node:crypto'
const pure = 'forgeTls, JavaScript'
const old = { title: "forge's own tls" }

export const goals: readonly Goal[] = [
  { on: node, row: 'memory-connected-read', atMost: 0.35 },
  { on: node, row: 'ping-pong', atLeast: 1 },
  { on: node, row: 'ping-pong', than: chromium, atLeast: 20 },
  { on: node, row: 'receive-4k', than: { title: 'raw read(n)' }, atLeast: 1.4 },
  { on: node, row: 'receive-64k', atLeast: 1 },
  { on: node, row: 'receive-64k', than: chromium, atLeast: 10 },
  { on: node, row: 'receive-256k', atLeast: 1.2 },
  { on: node, row: 'send-64k', atLeast: 0.88 },
  { on: node, row: 'small-writes', atLeast: 8 },
  { on: node, row: 'accept', atLeast: 1 },
  { on: node, row: 'accept', cpu: true, atMost: 0.85 },
  { on: node, row: 'udp-echo', atLeast: 1 },
  { on: node, row: 'udp-echo', than: chromium, atLeast: 20 },
  { on: node, row: 'udp-send', atLeast: 1.1 },
  { on: node, row: 'udp-receive', atLeast: 0.97 },
  { on: node, row: 'sockets-10000', than: { row: 'sockets-100' }, cpu: true, atMost: 1.5 },

  { on: node, row: 'memory-connected-read', title: sockets, atMost: 1.1 },
  { on: node, row: 'ping-pong', title: sockets, atLeast: 0.95 },
  { on: node, row: 'ping-pong', title: sockets, than: chromiumSockets, atLeast: 20 },
  { on: node, row: 'receive-4k', title: sockets, atLeast: 0.5 },
  { on: node, row: 'receive-64k', title: sockets, atLeast: 1 },
  { on: node, row: 'receive-64k', title: sockets, than: chromiumSockets, atLeast: 10 },
  { on: node, row: 'accept', title: sockets, atLeast: 1 },
  { on: node, row: 'udp-echo', title: sockets, atLeast: 1 },
  { on: node, row: 'udp-echo', title: sockets, than: chromiumSockets, atLeast: 20 },

  { on: bun, row: 'memory-connected-read', atMost: 1.3 },
  { on: bun, row: 'ping-pong', atLeast: 0.95 },
  { on: bun, row: 'receive-64k', atLeast: 0.7 },
  { on: bun, row: 'receive-1m', atLeast: 0.9 },
  { on: bun, row: 'small-writes', atLeast: 8 },
  { on: bun, row: 'accept', atLeast: 1 },
  { on: bun, row: 'udp-echo', atLeast: 1.2 },
  { on: bun, row: 'udp-send', atLeast: 1.1 },
  { on: bun, row: 'sockets-10000', than: { row: 'sockets-100' }, cpu: true, atMost: 1.5 },

  ...(['tls-download', 'tls-upload'] as const).flatMap((row): Goal[] => [
    { on: node, row, title: web, atLeast: 0.45 },
    { on: node, row, title: nodeCrypto, atLeast: 0.75 },
    { on: node, row, title: pure, than: old, atLeast: 10 },
  ]),
  // A handshake takes at most 1.5 times as long as a native one. A resumed handshake takes at most half as long as a full
  // one.
  { on: node, row: 'tls-handshake', title: web, atLeast: 1 / 1.5 },
  { on: node, row: 'tls-resumption', title: web, than: { row: 'tls-handshake' }, atLeast: 2 },
]

export interface Verdict {
  readonly goal: Goal
  /** The verdict in words, on one line. */
  readonly text: string
  readonly met: boolean
}

/** The verdicts on the goals of a row on a runtime, without the goals that were not measured. */
export function judge(row: string, runtime: string, comparisons: readonly Comparison[]): Verdict[] {
  const find: Find = (wanted, title) =>
    comparisons.find(
      (each) =>
        each.row === wanted &&
        each.title === title &&
        (each.runtime === runtime || title === chromiumTitle || title === chromiumSocketsTitle),
    )
  return goals.flatMap((goal): Verdict[] => {
    if (goal.row !== row || !runtime.startsWith(goal.on)) return []
    const title = goal.title ?? 'chrome.socket'
    const ratio = ratioOf(goal, title, find)
    if (ratio === undefined) return []
    const { atLeast = -Infinity, atMost = Infinity, than, cpu } = goal
    const met = ratio >= atLeast && ratio <= atMost
    const bound = goal.atLeast === undefined ? `≤ ${atMost}` : `≥ ${Number(atLeast.toFixed(2))}`
    const rawDoes = than?.row === undefined ? undefined : ratioOf(goal, 'raw', find)
    const words = [
      `${title}: ${cpu ? 'CPU ' : ''}${ratio.toFixed(2)}`,
      ...(than === undefined ? [] : [`× ${than.title ?? than.row}`]),
      ...(rawDoes === undefined ? [] : [`(raw ${rawDoes.toFixed(2)})`]),
    ]
    return [{ goal, text: `${words.join(' ')}, wanted ${bound}`, met }]
  })
}

type Find = (row: string, title: string) => Comparison | undefined

/** The ratio of a goal. It comes from the slices of each turn if the reference is raw, and otherwise from the medians. */
function ratioOf({ row, than, cpu }: Goal, title: string, find: Find): number | undefined {
  const own = find(row, title)
  if (than === undefined) return (cpu ? own?.cpuRatio : own?.ratio)?.median
  const other = find(than.row ?? row, than.title ?? title)
  const [above, below] = cpu ? [own?.cpu, other?.cpu] : [own?.value, other?.value]
  return above === undefined || below === undefined ? undefined : above / below
}
