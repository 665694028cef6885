/** `npm run demo`: builds the demo and its dependencies, and starts it. */
import { node, step, turbo } from '../processes.mjs'

export async function run(args) {
  if (!(await step('Building', turbo('build', '--filter=demo...')))) return 1
  process.stderr.write('\n')
  return (await node(['apps/demo/dist/main.js', ...args])).code
}
