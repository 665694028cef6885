/** `npm run test:jest`: the Jest example, in Jest. It comes with some 300 packages, so it is installed for this alone. */
import { installApart } from '../apart.mjs'
import { node, step, tool, turbo } from '../processes.mjs'

export async function run() {
  if (!(await step('Building', turbo('build', '--filter=examples^...')))) return 1
  await installApart('jest', { dependencies: { jest: '30.5.2' } })
  return (await node(tool('vitest', 'run', 'examples/test', '-t', 'jest'))).code
}
