/** Playing scenarios in Chromium's app page. */
import { playScenario } from '../play.ts'
import type { ScenarioPeers } from '../peers/start-peers.ts'
import { inputOf } from '../scenario.ts'
import type { Scenario, Trace } from '../scenario.ts'
import type { Pace } from '../subject.ts'
import { startOracle } from './chromium.ts'
import type { Oracle, PageReport } from './chromium.ts'

/** Chromium, started when it is first needed, and again for other permissions or when it has crashed. */
export class ChromiumPlayer {
  readonly #peers: ScenarioPeers
  #oracle: Oracle | undefined
  #permissions = ''
  /** Such as `Chrome/156.0.8078.79`, once it has been started. */
  version = ''

  constructor(peers: ScenarioPeers) {
    this.#peers = peers
  }

  async play(scenario: Scenario, pace?: Pace): Promise<Trace> {
    const oracle = await this.#withPermissions(scenario.permissions)
    oracle.reports.length = 0
    const [trace = []] = await this.#evaluate(oracle, [scenario], pace)
    return scenario.reports === true ? [...trace, ...oracle.reports.map(reportLine)] : trace
  }

  /** Plays them side by side, with the permissions of the first. */
  async playAll(scenarios: readonly Scenario[], pace?: Pace): Promise<Trace[]> {
    return this.#evaluate(await this.#withPermissions(scenarios[0]?.permissions), scenarios, pace)
  }

  async #evaluate(
    oracle: Oracle,
    scenarios: readonly Scenario[],
    { quietMs = 150, patienceMs = 10_000 }: Pace = {},
  ): Promise<Trace[]> {
    const plays = scenarios.map(({ play }) => asExpression(play))
    const source = `(inputs) => {
      const playScenario = ${playScenario.toString()}
      return Promise.all([${plays.join(', ')}].map((play, index) => playScenario(chrome, play, inputs[index])))
    }`
    const inputs = scenarios.map((each) => ({ peers: this.#peers.ports, quietMs, patienceMs, ...inputOf(each) }))
    try {
      return await oracle.evaluateSource<Trace[]>(source, inputs)
    } catch (error) {
      // It has crashed, most likely; the next one starts afresh.
      await this.close()
      throw error
    }
  }

  async close(): Promise<void> {
    const oracle = this.#oracle
    this.#oracle = undefined
    await oracle?.close()
  }

  async #withPermissions(permissions: readonly string[] | undefined): Promise<Oracle> {
    const key = JSON.stringify(permissions ?? null)
    if (this.#oracle !== undefined && this.#permissions === key) return this.#oracle
    await this.close()
    this.#permissions = key
    this.#oracle = await startOracle({
      trusted: [this.#peers.trusted],
      ...(permissions === undefined ? {} : { permissions: [{ socket: permissions }] }),
    })
    this.version = this.#oracle.version
    return this.#oracle
  }
}

/** A method's source text is no expression by itself. */
function asExpression(play: Scenario['play']): string {
  const source = play.toString()
  return /^async\s+play\s*\(/.test(source) ? source.replace(/^async\s+play/, 'async function play') : source
}

function reportLine({ kind, text }: PageReport): string {
  return `${kind}: ${text.split('\n')[0]}`
}
