/**
 * Deno's permissions (https://docs.deno.com/runtime/fundamentals/security/): what they refuse is a result, as what a
 * system refuses, and does not end the app.
 */
import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { NetError } from '@chrome-socket/api/backend'

const deno = process.env['TEST_DENO'] ?? 'deno'
const hasDeno = spawnSync(deno, ['--version']).status === 0

it.skipIf(!hasDeno)('Deno without --allow-net refuses (skipped without Deno, or its path in TEST_DENO)', () => {
  const args = ['run', '--quiet', '--no-prompt', '--conditions=@chrome-socket/source', 'without-permission.mjs']
  const { stdout, stderr } = spawnSync(deno, args, { cwd: import.meta.dirname, encoding: 'utf8' })
  expect({ stdout, stderr }).toEqual({
    stdout: `${JSON.stringify([NetError.ERR_NETWORK_ACCESS_DENIED, NetError.ERR_ACCESS_DENIED])}\n`,
    stderr: '',
  })
})
