/** The variants. Each is a module of `variants/` in a process of a runtime. */
import type { Row } from './rows.ts'
import type { TaskName } from './task.ts'
import type { Runtime } from './runtimes.ts'

export interface Variant {
  /** The name, which is unique in a run, such as `node24 chrome.socket`. */
  readonly name: string
  /** The name in reports, without the runtime. */
  readonly title: string
  readonly runtime: Runtime
  /** The name of the module in `variants/`. */
  readonly module: string
  /** The name of the variant to compare with. A reference has its own name here. */
  readonly reference: string
  /** Whether the variant takes part in a row. */
  readonly suits: (row: Row) => boolean
  /** The checkout whose program runs. The default is this checkout. */
  readonly checkout?: string
}

interface Kind {
  readonly title: string
  readonly module: string
  /** Whether the variant takes part in a row. The default is every row. */
  readonly suits?: (row: Row) => boolean
  /** Runs only on the newest Node, because pure JavaScript differs little between versions of Node. */
  readonly onNewestOnly?: true
}

export const chromiumTitle = "Chromium's chrome.socket"
export const chromiumSocketsTitle = "Chromium's chrome.sockets"

const overTls = ({ tls }: Row): boolean => tls === true
const readsOnDemand = ({ task }: Row): boolean => task === 'receive'
/**
 * Chromium takes part only in rows with few connections and without work that does not count: its stopwatch has no
 * `leaveOut`.
 */
const isForBrowsers = ({ oneAtATime, target }: Row): boolean => oneAtATime !== true && target.resume !== true
/** Whether a read is smaller than a piece that Node receives at once. */
const readsParts = (row: Row): boolean => readsOnDemand(row) && row.target.size < 64 * 1024

const forgeKinds: readonly Kind[] = [
  { title: 'forgeTls, WebCrypto', module: 'forge-web-crypto', suits: overTls, onNewestOnly: true },
  { title: 'forgeTls, node:crypto', module: 'forge-node-crypto', suits: overTls, onNewestOnly: true },
  { title: 'forgeTls, JavaScript', module: 'forge-pure-crypto', suits: overTls, onNewestOnly: true },
]

/** The tasks of `peer/client.c`. */
export const tasksInC: ReadonlySet<TaskName> = new Set([
  'pingPong',
  'receive',
  'send',
  'smallWrites',
  'accept',
  'udpEcho',
  'udpSend',
  'udpReceive',
])

const kinds: Readonly<Record<Runtime['kind'], readonly Kind[]>> = {
  node: [
    { title: 'raw', module: 'node' },
    { title: 'raw again', module: 'node' },
    { title: 'raw read(n)', module: 'node-read', suits: (row) => readsOnDemand(row) && !overTls(row) },
    { title: 'raw read(n), copied', module: 'node-read-copy', suits: (row) => readsParts(row) && !overTls(row) },
    { title: 'chrome.socket', module: 'chrome-on-node' },
    { title: 'chrome.sockets', module: 'sockets-on-node' },
    ...forgeKinds,
    {
      title: "forge's own tls",
      module: 'forge-own-tls',
      suits: (row) => overTls(row) && row.target.resume !== true,
      onNewestOnly: true,
    },
  ],
  bun: [
    { title: 'raw', module: 'bun' },
    { title: 'raw again', module: 'bun' },
    { title: 'chrome.socket', module: 'chrome-on-bun' },
    { title: 'chrome.sockets', module: 'sockets-on-bun' },
    ...forgeKinds,
  ],
  // Deno uses its `node:net`, `node:dgram` and `node:tls`, as backend-node does.
  deno: [
    { title: 'raw', module: 'node' },
    { title: 'raw again', module: 'node' },
    { title: 'chrome.socket', module: 'chrome-on-node' },
  ],
  c: [{ title: 'limit, in C', module: '', suits: (row) => tasksInC.has(row.task) && !overTls(row) }],
  chromium: [
    {
      title: chromiumTitle,
      module: 'chromium',
      suits: isForBrowsers,
    },
    { title: chromiumSocketsTitle, module: 'chromium-sockets', suits: isForBrowsers },
  ],
}

/** The variants on these runtimes. `baseline` is another checkout of this repository to measure, too. */
export function variantsOn(runtimes: readonly Runtime[], baseline: string | undefined): Variant[] {
  const lastNode = runtimes.findLast(({ kind }) => kind === 'node')
  return runtimes.flatMap((runtime) => {
    const isOlderNode = runtime.kind === 'node' && runtime !== lastNode
    const kindsHere = kinds[runtime.kind].filter(({ onNewestOnly }) => !(onNewestOnly && isOlderNode))
    const own: Variant[] = kindsHere.map(({ title, module, suits = () => true }) => ({
      name: `${runtime.name} ${title}`,
      title,
      runtime,
      module,
      suits,
      reference: referenceOf(runtime, title, lastNode ?? runtimes[0]),
    }))
    if (baseline === undefined) return own
    const before = own.filter(({ title }) => title === 'raw' || title === 'chrome.socket')
    return [
      ...own,
      ...before.map((each) => {
        const title = `${each.title} of the baseline`
        return { ...each, name: `${runtime.name} ${title}`, title, checkout: baseline }
      }),
    ]
  })
}

/** The reference of a variant: our chrome.socket on Node for Chromium, and raw sockets for all others. */
function referenceOf({ kind, name }: Runtime, title: string, first: Runtime | undefined): string {
  if (kind === 'chromium') return `${first?.name} ${title === chromiumTitle ? 'chrome.socket' : 'chrome.sockets'}`
  return `${kind === 'c' ? first?.name : name} raw`
}
