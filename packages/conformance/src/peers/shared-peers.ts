/**
 * The peers of a run that several runtimes share: they are always the same Node's, and a difference is then the
 * runtime's own. Whoever runs the others puts what `startPeers` gave into this variable of the environment, as JSON.
 */
import process from 'node:process'
import { startPeers } from './start-peers.ts'
import type { ScenarioPeers } from './start-peers.ts'

export const sharedPeersVariable = 'CHROME_SOCKET_CONFORMANCE_PEERS'

/** Those of the environment, or if there are none, new ones in this process. */
export async function sharedPeers(): Promise<ScenarioPeers> {
  const given = process.env[sharedPeersVariable]
  if (given === undefined) return startPeers()
  return { ...(JSON.parse(given) as Omit<ScenarioPeers, 'close'>), close: async () => {} }
}
