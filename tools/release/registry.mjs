/** A registry on this machine (verdaccio) for rehearsals. It stores our packages and fetches all others from npm. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { installApart } from '../apart.mjs'
import { npmCli } from '../processes.mjs'
import { runtime } from '../runtimes.mjs'

/** The versions of verdaccio and of node-fetch, which a plugin names by a tag that some mirrors of npm do not have. */
const verdaccio = { dependencies: { verdaccio: '6.10.4' }, overrides: { 'node-fetch': '2.7.0' } }

/**
 * Starts the registry with its files in `folder`. Resolves to `stop` and the `env` in which npm and pnpm use the registry.
 */
export async function startRegistry(folder) {
  const port = await freePort()
  const address = `127.0.0.1:${port}`
  const config = join(folder, 'verdaccio.yaml')
  const userConfig = join(folder, 'npmrc')
  writeFileSync(config, configuration(folder))
  // The registry accepts packages from everybody, but npm refuses to publish without a token.
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
    throw new Error(`The registry did not start:\n${output}`)
  }
  const env = {
    npm_config_registry: `http://${address}/`,
    npm_config_userconfig: userConfig,
    npm_config_cache: join(folder, 'npm-cache'),
  }
  return { env, stop }
}

/** The configuration. Our packages have no `proxy`, so a rehearsal cannot publish them elsewhere. */
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

/** Waits up to 30 s until `url` answers. Resolves to false if it does not, or if `child` ends. */
async function answers(url, child) {
  const until = Date.now() + 30_000
  while (Date.now() < until && child.exitCode === null) {
    try {
      if ((await fetch(url)).ok) return true
    } catch {
      // The registry does not listen yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  return false
}
