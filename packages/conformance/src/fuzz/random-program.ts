/** Random programs as one scenario, whose parameter is the program. */
import type { Scenario } from '../scenario.ts'
import { playProgram } from './play-program.ts'

export const randomProgram: Scenario = {
  name: 'random program',
  unordered: true,
  play: playProgram,
}
