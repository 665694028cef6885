/**
 * `npm run test:jest`: runs the Jest example in Jest. Only this command installs Jest, because Jest has some 300 packages.
 */
import { installApart } from '../apart.mjs'
import { node, step, tool, turbo } from '../processes.mjs'

export async function run() {
  if (!(await step('Building', turbo('build', '--filter=examples^...')))) return 1
  await installApart('jest', { dependencies: { jest: '30.5.2' } })
  return (await node(tool('vitest', 'run', 'examples/test', '-t', 'jest'))).code
}
