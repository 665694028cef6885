/** Plays scenarios in Chromium's app page. */
import type { ScenarioPeers } from '../peers/start-peers.ts'
import { manifestOf } from '../scenario.ts'
import type { Scenario, Trace } from '../scenario.ts'
import type { Pace } from '../subject.ts'
import { startOracle } from './chromium.ts'
import type { Oracle, OracleOptions, PageReport } from './chromium.ts'
import type { PageInput } from './page.ts'
import { pageScript } from './page-script.ts'

interface Running {
  readonly permissions: string
  readonly oracle: Promise<Oracle>
}

/**
 * Plays scenarios in a Chromium. It starts Chromium when needed, and starts it again for other permissions or after a
 * crash. Scenarios with the same permissions may be played side by side, in which case a crash fails all of them.
 */
export class ChromiumPlayer {
  readonly #peers: ScenarioPeers
  #running: Running | undefined
  /** The version, such as `Chrome/156.0.8078.79`, after the start. */
  version = ''

  constructor(peers: ScenarioPeers) {
    this.#peers = peers
  }

  async play(scenario: Scenario, { quietMs = 150, patienceMs = 10_000 }: Pace = {}): Promise<Trace> {
    const running = await this.#withPermissions(scenario)
    try {
      const oracle = await running.oracle
      this.version = oracle.version
      oracle.reports.length = 0
      const { name, parameter } = scenario
      const input: PageInput = { scenario: name, parameter, peers: this.#peers.ports, quietMs, patienceMs }
      const trace = await withinLimit(
        oracle.evaluateSource<Trace>('(input) => conformance.playInPage(input)', input),
        `"${name}" has not ended`,
      )
      return scenario.reports === true ? [...trace, ...oracle.reports.map(reportLine)] : trace
    } catch (error) {
      // Chromium has probably crashed. The next scenario starts it again.
      await this.#end(running)
      throw error
    }
  }

  async close(): Promise<void> {
    await this.#end(this.#running)
  }

  async #end(running: Running | undefined): Promise<void> {
    if (running === undefined || running !== this.#running) return
    this.#running = undefined
    const oracle = await running.oracle.catch(() => undefined)
    await oracle?.close()
  }

  async #withPermissions(scenario: Scenario): Promise<Running> {
    const manifest = manifestOf(scenario)
    const key = JSON.stringify(manifest)
    while (this.#running !== undefined && this.#running.permissions !== key) await this.#end(this.#running)
    this.#running ??= {
      permissions: key,
      oracle: startWithScenarios({
        trusted: [this.#peers.trusted],
        ...(manifest.permissions && { permissions: [manifest.permissions] }),
        ...(manifest.sockets && { sockets: manifest.sockets }),
      }),
    }
    return this.#running
  }
}

/** The time limit for a scenario, in milliseconds. A page that takes longer hangs. */
const limitMs = 180_000

async function withinLimit<Value>(promise: Promise<Value>, message: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${message} after ${limitMs / 1000} s`)), limitMs)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

function reportLine({ kind, text }: PageReport): string {
  return `${kind}: ${text.split('\n')[0]}`
}

async function startWithScenarios(options: OracleOptions): Promise<Oracle> {
  const [oracle, script] = await Promise.all([startOracle(options), pageScript()])
  await oracle.load(script)
  return oracle
}
