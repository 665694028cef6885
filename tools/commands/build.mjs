/** `npm run build`: dist of every package, or of those that are named and what they need. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pnpm, step, turbo } from '../processes.mjs'
import { root } from '../workspace.mjs'

export async function run(names) {
  const filters = names.map((name) => `--filter=${name}...`)
  if (!(await step('Building', turbo('build', ...filters)))) return 1
  return names.length > 0 || (await linkCommands()) ? 0 : 1
}

/** pnpm links a package's command only when its file is there. The first build makes that of run-app, which an example starts. */
async function linkCommands() {
  if (existsSync(join(root, 'examples/node_modules/.bin/run-app'))) return true
  return step('Linking run-app', pnpm('install', '--frozen-lockfile', '--prefer-offline'))
}
