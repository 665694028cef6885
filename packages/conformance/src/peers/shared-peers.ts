/**
 * Peers that several runtimes share. They run in one Node, so that a difference is the runtime's own. The process that
 * starts the runtimes puts the result of `startPeers` into an environment variable, as JSON.
 */
import process from 'node:process'
import { startPeers } from './start-peers.ts'
import type { ScenarioPeers } from './start-peers.ts'

/** The environment variable with the peers of another process. */
export const sharedPeersVariable = 'CHROME_SOCKET_CONFORMANCE_PEERS'

/**
 * Gives the peers of the environment, or starts new ones in this process if there are none. Closing those of the environment does
 * nothing: their own process ends them.
 * @throws SyntaxError, as a rejection: the environment variable holds no JSON.
 * @throws Error, as a rejection: as `startPeers` does.
 * @example
 * import { sharedPeers } from '@chrome-socket/conformance'
 *
 * const peers = await sharedPeers()
 * console.log(peers.lacks)
 */
export async function sharedPeers(): Promise<ScenarioPeers> {
  const given = process.env[sharedPeersVariable]
  if (given === undefined) return startPeers()
  return { ...(JSON.parse(given) as Omit<ScenarioPeers, 'close'>), close: async () => {} }
}
