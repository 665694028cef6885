/** `npm run app`: builds run-app, the runner of old Chrome Apps, with its dependencies, and starts it. */
import { node, step, turbo } from '../processes.mjs'

export async function run(args) {
  if (!(await step('Building', turbo('build', '--filter=@chrome-socket/run-app...')))) return 1
  return (await node(['packages/run-app/dist/bin/run-app.js', ...args])).code
}
