/** `npm run build`: builds dist of every package, or of the named packages and their dependencies. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pnpm, step, turbo } from '../processes.mjs'
import { root } from '../workspace.mjs'

export async function run(names) {
  const filters = names.map((name) => `--filter=${name}...`)
  if (!(await step('Building', turbo('build', ...filters)))) return 1
  return names.length > 0 || (await linkCommands()) ? 0 : 1
}

/**
 * Links the command of run-app for the example that starts it. pnpm links a command only if its file exists, and the first
 * build makes this file.
 */
async function linkCommands() {
  if (existsSync(join(root, 'examples/node_modules/.bin/run-app'))) return true
  return step('Linking run-app', pnpm('install', '--frozen-lockfile', '--prefer-offline'))
}
