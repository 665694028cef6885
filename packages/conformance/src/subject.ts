/** Plays scenarios outside of Chromium, on an implementation that a `setup` makes. */
import { playScenario } from './play/play-scenario.ts'
import { manifestOf } from './scenario.ts'
import type { ChromeLike, Manifest, Part, Scenario, Trace } from './scenario.ts'
import { EchoLine } from './peers/echo-line.ts'
import type { ScenarioPeers } from './peers/start-peers.ts'
import { watchReports } from './reports.ts'

/** The conditions of a scenario, for which an implementation is made. */
export interface Conditions {
  /** The authorities that `secure` must trust, in PEM. */
  readonly trusted: readonly string[]
  /** The permissions of the app's manifest. An empty object allows everything. */
  readonly manifest: Manifest
}

/** An implementation of `chrome` on which scenarios are played. */
export interface Subject {
  /** The implementation. */
  readonly chrome: ChromeLike
  /** The parts that the implementation lacks. Scenarios that need them do not apply. */
  readonly lacks?: readonly Part[]
  /** Called when the scenario has ended. */
  close?(): Promise<void>
}

/** Makes a fresh implementation. Called once for each scenario. */
export type Setup = (conditions: Conditions) => Subject | Promise<Subject>

/** The times that a scenario waits for answers. */
export interface Pace {
  /** The time without an answer after which the scenario goes on, in milliseconds. The default is 60. */
  readonly quietMs?: number
  /** The time after which an awaited answer is given up, in milliseconds. The default is 10,000. */
  readonly patienceMs?: number
}

/**
 * Plays a scenario. Resolves with undefined if it does not apply: the implementation or this host lacks a part that it
 * needs.
 * @param setup makes the implementation, which is closed afterwards
 * @param scenario one of `conformanceScenarios`
 * @param peers the servers that it talks to
 * @param pace how long it waits for answers; 60 ms and 10 s unless given
 * @throws Error, as a rejection: `setup` or the scenario itself has failed. An error of the implementation stands in the trace.
 * @example
 * import { createChrome } from '@chrome-socket/api'
 * import { nodeBackend } from '@chrome-socket/backend-node'
 * import { conformanceScenarios, playOn, startPeers } from '@chrome-socket/conformance'
 *
 * const peers = await startPeers()
 * const setup = () => ({ chrome: createChrome({ backend: nodeBackend() }) })
 * for (const scenario of conformanceScenarios) console.log(await playOn(setup, scenario, peers))
 */
export async function playOn(
  setup: Setup,
  scenario: Scenario,
  peers: ScenarioPeers,
  { quietMs = 60, patienceMs = 10_000 }: Pace = {},
): Promise<Trace | undefined> {
  const subject = await setup({
    trusted: [peers.trusted],
    manifest: manifestOf(scenario),
  })
  let line: EchoLine | undefined
  const peersAreDone = (): Promise<void> => (line ??= new EchoLine(peers.ports['echo'] ?? 0)).ask()
  try {
    const lacks = new Set<Part>([...peers.lacks, ...(subject.lacks ?? [])])
    if (subject.chrome.sockets === undefined) lacks.add('sockets')
    if (scenario.needs?.some((part) => lacks.has(part)) === true) return undefined
    const input = { peers: peers.ports, quietMs, patienceMs, peersAreDone }
    const play = (): Promise<string[]> => playScenario(subject.chrome, scenario, input)
    if (scenario.reports !== true) return await play()
    const reports = watchReports()
    try {
      return [...(await play()), ...reports.lines]
    } finally {
      reports.end()
    }
  } finally {
    line?.close()
    await subject.close?.()
  }
}
