/** Random programs as one scenario. Its parameter is the program. */
import type { Scenario } from '../scenario.ts'
import { playProgram } from './play-program.ts'

export const randomProgram: Scenario = {
  name: 'random program',
  why: 'Random calls find faults in orders of calls that no other scenario has.',
  unordered: true,
  play: playProgram,
}
