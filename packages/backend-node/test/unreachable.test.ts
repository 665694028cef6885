/**
 * The results of a connect if the network fails. Linux's namespaces make a separate network. The expectations are the results
 * of Chromium 156 in the same network.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { NetError } from '@chrome-socket/api/backend'

/** The routes: the argument of `ip route add`, an address on the route, and Chromium's result. The last one drops packets. */
const routes: readonly (readonly [route: string, address: string, result: number])[] = [
  ['unreachable 198.18.0.0/15', '198.18.0.1', NetError.ERR_ADDRESS_UNREACHABLE],
  ['prohibit 203.0.113.128/25', '203.0.113.200', NetError.ERR_NETWORK_ACCESS_DENIED],
  ['blackhole 203.0.113.0/25', '203.0.113.5', NetError.ERR_INVALID_ARGUMENT],
  ['198.51.100.0/24 dev lo', '198.51.100.1', NetError.ERR_CONNECTION_TIMED_OUT],
]
const nowhere = ['10.9.8.7', NetError.ERR_ADDRESS_UNREACHABLE] as const

function inNetworkOfItsOwn(script: string, ...args: readonly string[]): ReturnType<typeof spawnSync> {
  return spawnSync(
    'unshare',
    ['--map-root-user', '--net', 'sh', '-ec', `ip link set lo up; ${script}`, 'sh', ...args],
    {
      encoding: 'utf8',
    },
  )
}

// The program uses the build. `npm test` builds it first.
const isBuilt = ['api', 'backend-node'].every((name) =>
  existsSync(join(import.meta.dirname, `../../${name}/dist/index.js`)),
)
const missing = !isBuilt
  ? 'skipped without a build'
  : inNetworkOfItsOwn('true').status !== 0
    ? 'skipped without unshare and ip of Linux, or the right to use them'
    : undefined

it.skipIf(missing !== undefined)(
  `a connect gives Chromium's error${missing === undefined ? '' : ` (${missing})`}`,
  () => {
    const addresses = [...routes.map(([, address]) => address), nowhere[0]]
    const { stdout, stderr } = inNetworkOfItsOwn(
      [
        ...routes.map(([route]) => `ip route add ${route}`),
        'echo 1 > /proc/sys/net/ipv4/tcp_syn_retries',
        'exec "$@"',
      ].join('; '),
      process.execPath,
      join(import.meta.dirname, 'unreachable.mjs'),
      ...addresses,
    )
    expect(stderr).toBe('')
    const expected = [...routes.map(([, , result]) => result), nowhere[1]]
    expect(JSON.parse(String(stdout))).toEqual(expected.map((result) => [result, result]))
  },
)
