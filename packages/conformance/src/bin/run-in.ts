/** Runs a command of this package again in another runtime, with the peers in this process. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { sharedPeersVariable } from '../peers/shared-peers.ts'
import { startPeers } from '../peers/start-peers.ts'

/**
 * Runs the command line of this process, without its `--runtime`, in `runtime`, which is a path. Resolves with the exit
 * code.
 */
export async function runIn(runtime: string): Promise<number> {
  const [, command = '', ...args] = process.argv
  const at = args.findIndex((arg) => arg === '--runtime' || arg.startsWith('--runtime='))
  args.splice(at, args[at] === '--runtime' ? 2 : 1)
  const { close, ...peers } = await startPeers()
  const env = { ...process.env, [sharedPeersVariable]: JSON.stringify(peers) }
  const [code] = (await once(spawn(runtime, [command, ...args], { env, stdio: 'inherit' }), 'close')) as [number | null]
  await close()
  return code ?? 1
}
