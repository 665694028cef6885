/**
 * The repository's command line. `npm run demo`, `npm test` and all other scripts of package.json are `node tools/dev.mjs
 * NAME`. They work in a fresh clone that has only Node and npm: a command first installs the dependencies, and gets pnpm and
 * other tools from npm at pinned versions. A step that is up to date is not repeated.
 *
 * The tools are plain JavaScript without dependencies. This file uses old syntax, so that an old Node can print the message
 * below.
 */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

function isNodeNewEnough() {
  const [wantedMajor, wantedMinor] = engines.node.replace('>=', '').split('.').map(Number)
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}

async function main(args) {
  if (!isNodeNewEnough()) {
    console.error(`This needs Node ${engines.node}; here is ${process.versions.node}.\nhttps://nodejs.org/en/download`)
    return 1
  }
  const { runCommand } = await import('./commands.mjs')
  return runCommand(args)
}

main(process.argv.slice(2)).then((code) => process.exit(code))
