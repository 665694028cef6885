/** Who is compared: each variant is a module of `variants/`, in a process of a runtime. */
import type { Runtime } from './runtimes.ts'

export interface Variant {
  /** Unique in a run: `node24 chrome.socket`. */
  readonly name: string
  /** What the reports call it next to its runtime. */
  readonly title: string
  readonly runtime: Runtime
  /** The module. */
  readonly module: string
  /** The variant that it is compared with; the reference itself has its own name here. */
  readonly reference: string
  /** A checkout to take the program from; this one where there is none. */
  readonly checkout?: string
}

interface Kind {
  readonly title: string
  readonly module: string
  /** What is JavaScript all the way differs little between versions of Node. */
  readonly onNewestOnly?: true
}

const kinds: Readonly<Record<Runtime['kind'], readonly Kind[]>> = {
  node: [
    { title: 'raw', module: 'node-data' },
    { title: 'raw again', module: 'node-data' },
    { title: 'raw read(n)', module: 'node-read' },
    { title: 'chrome.socket', module: 'chrome-on-node' },
    { title: 'chrome.socket, forgeTls', module: 'chrome-on-node-with-forge', onNewestOnly: true },
    { title: "forge's own tls", module: 'forge-own-tls', onNewestOnly: true },
  ],
  bun: [
    { title: 'raw', module: 'bun-sockets' },
    { title: 'raw again', module: 'bun-sockets' },
    { title: 'chrome.socket', module: 'chrome-on-bun' },
    { title: 'chrome.socket, forgeTls', module: 'chrome-on-bun-with-forge' },
  ],
  chromium: [{ title: "Chromium's chrome.socket", module: 'chromium' }],
}

/** `baseline` is another checkout of this repository, whose chrome.socket is measured too. */
export function variantsOn(runtimes: readonly Runtime[], baseline: string | undefined): Variant[] {
  const lastNode = runtimes.findLast(({ kind }) => kind === 'node')
  return runtimes.flatMap((runtime) => {
    const isOlderNode = runtime.kind === 'node' && runtime !== lastNode
    const kindsHere = kinds[runtime.kind].filter(({ onNewestOnly }) => !(onNewestOnly && isOlderNode))
    const own: Variant[] = kindsHere.map(({ title, module }) => ({
      name: `${runtime.name} ${title}`,
      title,
      runtime,
      module,
      // For Chromium, what this repository is instead.
      reference: runtime.kind === 'chromium' ? `${lastNode?.name} chrome.socket` : `${runtime.name} raw`,
    }))
    const chrome = own.find(({ title }) => title === 'chrome.socket')
    if (baseline === undefined || chrome === undefined) return own
    return [
      ...own,
      { ...chrome, name: `${runtime.name} baseline`, title: 'chrome.socket of the baseline', checkout: baseline },
    ]
  })
}
