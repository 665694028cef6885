/** Playing scenarios outside of Chromium: on an implementation that somebody's `setup` gives. */
import { playScenario } from './play/play-scenario.ts'
import type { ChromeLike, Part, Scenario, Trace } from './scenario.ts'
import type { ScenarioPeers } from './peers/start-peers.ts'
import { watchReports } from './reports.ts'

/** What an implementation shall be like for a scenario. */
export interface Conditions {
  /** In PEM: the authorities that `secure` shall trust. */
  readonly trusted: readonly string[]
  /** The app's permissions for sockets, as in a manifest's `{ "socket": [...] }`; everything when there are none. */
  readonly permissions: readonly string[] | undefined
}

export interface Subject {
  readonly chrome: ChromeLike
  /** What it cannot do; scenarios that need it do not apply. */
  readonly lacks?: readonly Part[]
  close?(): Promise<void>
}

/** Makes a fresh implementation. Called once for each scenario. */
export type Setup = (conditions: Conditions) => Subject | Promise<Subject>

export interface Pace {
  /** For so long no answer has to come before it is taken that none will, in milliseconds. 60 unless given. */
  readonly quietMs?: number
  /** For so long an answer that is waited for may take, in milliseconds. 10,000 unless given. */
  readonly patienceMs?: number
}

/** Plays a scenario; undefined when it does not apply, because the implementation or this host lacks something. */
export async function playOn(
  setup: Setup,
  scenario: Scenario,
  peers: ScenarioPeers,
  { quietMs = 60, patienceMs = 10_000 }: Pace = {},
): Promise<Trace | undefined> {
  const subject = await setup({ trusted: [peers.trusted], permissions: scenario.permissions })
  try {
    const lacks = new Set([...peers.lacks, ...(subject.lacks ?? [])])
    if (scenario.needs?.some((part) => lacks.has(part)) === true) return undefined
    const input = { peers: peers.ports, quietMs, patienceMs }
    const play = (): Promise<string[]> => playScenario(subject.chrome, scenario, input)
    if (scenario.reports !== true) return await play()
    const reports = watchReports()
    try {
      return [...(await play()), ...reports.lines]
    } finally {
      reports.end()
    }
  } finally {
    await subject.close?.()
  }
}
