/**
 * `npm run test:typescript`: compiles our global `chrome` together with other declarations of `chrome`, in every supported
 * version of TypeScript. The programs in `tools/typescript` use the published types. It ends with `N passed, N failed`.
 */
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installApart } from '../apart.mjs'
import { node, step, turbo } from '../processes.mjs'
import { root } from '../workspace.mjs'

const versions = ['5.7', '5.8', '5.9', '6.0', '7.0']
const modules = { nodenext: 'nodenext', bundler: 'esnext' }

const dependencies = {
  '@chrome-socket/api': `file:${join(root, 'packages/api')}`,
  '@types/chrome': '0.3.7',
  '@types/chrome-apps': '0.0.23',
  ...Object.fromEntries(versions.map((version) => [`typescript-${version}`, `npm:typescript@~${version}.2`])),
}

export async function run() {
  if (!(await step('Building', turbo('build', '--filter=@chrome-socket/api')))) return 1
  const installed = await installApart('typescript', { dependencies })
  const programs = join(installed, '../programs')
  rmSync(programs, { recursive: true, force: true })
  cpSync(join(root, 'tools/typescript'), programs, { recursive: true })
  writeFileSync(join(programs, 'package.json'), '{ "type": "module" }\n')
  let failed = 0
  let passed = 0
  for (const version of versions) {
    const compiler = join(installed, `typescript-${version}/bin/tsc`)
    for (const name of readdirSync(join(root, 'tools/typescript'))) {
      for (const [resolution, module] of Object.entries(modules)) {
        const config = join(programs, name, `${resolution}.json`)
        writeFileSync(config, JSON.stringify(configuration(module, resolution)))
        const { output } = await node([compiler, '-p', config], { onOutput: () => {} })
        const problems = output.split('\n').filter(isOurs)
        if (problems.length === 0) passed += 1
        else failed += 1
        console.log(`${problems.length === 0 ? 'ok' : 'FAILED'}  TypeScript ${version}, ${name}, ${resolution}`)
        for (const problem of problems) console.log(`    ${problem}`)
      }
    }
  }
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

/**
 * The compiler options. `skipLibCheck` is off, because the compiler reports a double declaration in the declaration files.
 */
function configuration(module, moduleResolution) {
  const options = { module, moduleResolution, target: 'es2022', lib: ['es2022', 'dom'], types: [] }
  return { compilerOptions: { noEmit: true, strict: true, skipLibCheck: false, ...options }, files: ['app.ts'] }
}

/**
 * Whether an error concerns our declarations. @types/chrome-apps and the DOM's declarations also conflict with each other.
 */
function isOurs(line) {
  const isError = / error TS\d+: |^error TS/.test(line)
  return (
    isError &&
    (!/lib\.dom|@types[\\/]/.test(line) ||
      /TS(2300|2403|2451|2567|2649): .*\b(chrome|socket|runtime|lastError)\b/.test(line))
  )
}
