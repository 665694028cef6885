export { runSuite } from './contract.ts'
export type { RuntimeGaps } from './contract.ts'
export { runScenarios } from './scenarios.ts'
