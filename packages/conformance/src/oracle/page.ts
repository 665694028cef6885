/**
 * The program of the app's page in Chromium: it plays every scenario, by name. `tools/bundle-page.mjs` makes one script of
 * this module and all that it imports.
 */
import { randomProgram } from '../fuzz/random-program.ts'
import { playScenario } from '../play/play-scenario.ts'
import type { PlayInput } from '../play/play-scenario.ts'
import type { ChromeLike, Scenario } from '../scenario.ts'
import { conformanceScenarios } from '../scenarios/index.ts'

export { judgeValues } from '../hostile/judge.ts'
export { judgeSurroundings } from '../hostile/surroundings.ts'

export interface PageInput extends PlayInput {
  readonly scenario: string
  readonly parameter: string | undefined
}

const scenarios: ReadonlyMap<string, Scenario> = new Map(
  [...conformanceScenarios, randomProgram].map((each) => [each.name, each]),
)

export async function playInPage({ scenario: name, parameter, ...input }: PageInput): Promise<string[]> {
  const scenario = scenarios.get(name)
  if (scenario === undefined) throw new Error(`The page does not know the scenario "${name}"`)
  const { chrome } = globalThis as unknown as { chrome: ChromeLike }
  return playScenario(chrome, parameter === undefined ? scenario : { ...scenario, parameter }, input)
}
