/** `npm run build`: dist of every package, or of those that are named and what they need. */
import { step, turbo } from '../processes.mjs'

export async function run(names) {
  const filters = names.map((name) => `--filter=${name}...`)
  return (await step('Building', turbo('build', ...filters))) ? 0 : 1
}
