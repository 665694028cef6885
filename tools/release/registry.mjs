/** A registry on this machine, verdaccio, to which the packages are published in a rehearsal; all others it fetches. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { installApart } from '../apart.mjs'
import { npmCli } from '../processes.mjs'
import { runtime } from '../runtimes.mjs'

/** One of its plugins asks for node-fetch by a tag that is not on every mirror of the registry. */
const verdaccio = { dependencies: { verdaccio: '6.10.4' }, overrides: { 'node-fetch': '2.7.0' } }

/** Gives the `env` in which npm and pnpm use the registry, and `stop`. `folder` holds its files. */
export async function startRegistry(folder) {
  const port = await freePort()
  const address = `127.0.0.1:${port}`
  const config = join(folder, 'verdaccio.yaml')
  const userConfig = join(folder, 'npmrc')
  writeFileSync(config, configuration(folder))
  // Nobody is who publishes: the registry lets everybody, but npm wants to have something to say.
  writeFileSync(userConfig, `//${address}/:_authToken=rehearsal\n`)
  const program = join(await installApart('verdaccio', verdaccio), 'verdaccio/bin/verdaccio')
  const child = spawn(await runtime('node-24'), [program, '--config', config, '--listen', address], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (output += bytes))
  const stop = async () => {
    if (child.exitCode !== null) return
    child.kill()
    await once(child, 'close')
  }
  if (!(await answers(`http://${address}/-/ping`, child))) {
    await stop()
    throw new Error(`The registry does not start:\n${output}`)
  }
  const env = {
    npm_config_registry: `http://${address}/`,
    npm_config_userconfig: userConfig,
    npm_config_cache: join(folder, 'npm-cache'),
  }
  return { env, stop }
}

/** Only what is ours stays here, so that nothing of a rehearsal can get out. */
function configuration(folder) {
  const { stdout } = spawnSync(process.execPath, [npmCli(), 'config', 'get', 'registry'], { encoding: 'utf8' })
  const ours = '{ access: $all, publish: $all, unpublish: $all }'
  return `storage: ${JSON.stringify(join(folder, 'storage'))}
uplinks: { upstream: { url: ${JSON.stringify(stdout.trim())}, cache: false } }
packages:
  '@chrome-socket/*': ${ours}
  'chrome-socket': ${ours}
  '**': { access: $all, proxy: upstream }
log: { type: stdout, format: pretty, level: warn }
`
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

/** Within half a minute; false if `child` ends before. */
async function answers(url, child) {
  const until = Date.now() + 30_000
  while (Date.now() < until && child.exitCode === null) {
    try {
      if ((await fetch(url)).ok) return true
    } catch {
      // Not yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  return false
}
