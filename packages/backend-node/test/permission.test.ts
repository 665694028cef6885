/**
 * A missing permission gives an error, like a refusal of the system, and does not end the process.
 * Expectations: https://docs.deno.com/runtime/fundamentals/security/, https://nodejs.org/docs/latest/api/permissions.html
 */
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { describe, expect, it } from 'vitest'
import { NetError } from '@chrome-socket/api/backend'

const deno = process.env['TEST_DENO'] ?? 'deno'
const hasDeno = spawnSync(deno, ['--version']).status === 0
/** Whether Node can restrict the network, which Node 25 and later can. */
const nodeRestrictsNetwork = process.allowedNodeEnvironmentFlags.has('--allow-net')
const source = '--conditions=@chrome-socket/source'

const refused = {
  connect: NetError.ERR_NETWORK_ACCESS_DENIED,
  listen: NetError.ERR_ACCESS_DENIED,
  bind: NetError.ERR_ACCESS_DENIED,
  connectDatagrams: NetError.ERR_ACCESS_DENIED,
  resolve: NetError.ERR_NAME_NOT_RESOLVED,
}

describe('without the permission to use the network, every operation is refused', () => {
  const resultsOf = (command: string, ...options: string[]): unknown => {
    const args = [...options, source, 'without-permission.mjs']
    const { stdout, stderr } = spawnSync(command, args, { cwd: import.meta.dirname, encoding: 'utf8' })
    expect(stderr).toBe('')
    return JSON.parse(stdout)
  }

  it.skipIf(!hasDeno)('Deno (skipped without Deno, or its path in TEST_DENO)', () => {
    const results = resultsOf(deno, 'run', '--quiet', '--no-prompt')
    expect(results).toEqual({ ...refused, networkInterfaces: NetError.ERR_ACCESS_DENIED })
  })

  it.skipIf(!nodeRestrictsNetwork)('Node (skipped before Node 25)', () => {
    const results = resultsOf(process.execPath, '--permission', '--allow-fs-read=*')
    expect(results).toEqual({ ...refused, networkInterfaces: NetError.OK })
  })
})
