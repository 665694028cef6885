/** `npm run bench`: builds the benchmarks and their dependencies, and starts them. */
import { node, step, turbo } from '../processes.mjs'

export async function run(args) {
  if (!(await step('Building', turbo('build', '--filter=bench...')))) return 1
  return (await node(['bench/dist/main.js', ...args])).code
}
