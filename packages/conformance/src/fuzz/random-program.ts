/** Random programs as one scenario, whose parameter is the program. */
import type { Scenario } from '../scenario.ts'
import { playProgram } from './play-program.ts'

export const randomProgram: Scenario = {
  name: 'random program',
  why: 'Calls in orders that nobody thought of.',
  unordered: true,
  play: playProgram,
}
