/** The command of docs/porting.md: `node --import … legacy-app.js` runs an unchanged old app. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

// Node loads the built packages. `npm test` builds them first.
const isBuilt = ['api', 'backend-node'].every((name) =>
  existsSync(join(import.meta.dirname, `../../../../packages/${name}/dist/index.js`)),
)

const options = { cwd: import.meta.dirname, encoding: 'utf8', timeout: 50_000 } as const

test.skipIf(!isBuilt)('an old app runs, and ends, on Node (skipped without a build)', () => {
  const { stdout, stderr, status } = runWith('@chrome-socket/backend-node/register', '@chrome-socket/api/global')
  expect({ stdout, stderr, status }).toEqual({ stdout: 'Hi\n', stderr: '', status: 0 })
})

test.skipIf(!isBuilt)('`require` gets the packages (skipped without a build)', () => {
  const script =
    "console.log(Object.keys({ ...require('@chrome-socket/api'), ...require('@chrome-socket/backend-node') }))"
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=commonjs', '--eval', script], options)
  expect(stdout).toMatch(/'createChrome'[^]*'nodeBackend'/)
  expect(status).toBe(0)
})

test.skipIf(!isBuilt)('without a backend the error names the package to import (skipped without a build)', () => {
  const { stderr, status } = runWith('@chrome-socket/api/global')
  expect(stderr).toMatch('chrome.socket has no backend: import @chrome-socket/backend-node/register')
  expect(status).not.toBe(0)
})

function runWith(...modules: readonly string[]): ReturnType<typeof spawnSync> {
  const imports = modules.flatMap((module) => ['--import', module])
  return spawnSync(process.execPath, [...imports, 'app.js'], options)
}
