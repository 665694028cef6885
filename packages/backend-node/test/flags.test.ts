/**
 * Processes in which a deprecated function throws, a new global is missing, or an app has replaced globals. The library must
 * work in them. Source of the flags: https://nodejs.org/docs/latest-v20.x/api/cli.html
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { describe, expect, it } from 'vitest'

// The processes use the build, because Node 20 cannot load TypeScript. `npm test` builds it first.
const isBuilt = ['api', 'backend-node', 'conformance'].every((name) =>
  existsSync(join(import.meta.dirname, `../../${name}/dist/index.js`)),
)
const isNode = process.versions['bun'] === undefined && process.versions['deno'] === undefined

const overTcpAndUdp = { connect: 0, write: 200_000, read: 10, listen: 0, bind: 0, sendTo: 3, recvFrom: 3 }
const all = { ...overTcpAndUdp, connectTls: 0, secure: 0 }

describe.skipIf(!isBuilt || !isNode)('every operation works (skipped without a build, and outside Node)', () => {
  it.each([
    ['with --pending-deprecation --throw-deprecation', ['--pending-deprecation', '--throw-deprecation'], [], all],
    ['without a global crypto', [], ['no-crypto'], all],
    ['with globals replaced by the app', [], ['replaced-globals'], overTcpAndUdp],
  ])('%s', (_name, flags, args, expected) => {
    const script = join(import.meta.dirname, 'every-operation.mjs')
    const { stdout, stderr } = spawnSync(process.execPath, [...flags, script, ...args], { encoding: 'utf8' })
    expect({ stdout: stdout && JSON.parse(stdout), stderr }).toEqual({ stdout: expected, stderr: '' })
  })
})
