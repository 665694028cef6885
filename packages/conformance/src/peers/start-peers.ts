/**
 * Everything that the scenarios talk to, started and ended together. Needs Node, or a runtime with its `net`, `tls` and
 * `dgram`.
 */
import { makeIdentities } from './identities.ts'
import { startTcpPeers } from './tcp-peers.ts'
import type { Peers } from './tcp-peers.ts'
import { startTlsPeers } from './tls-peers.ts'
import { startUdpPeers } from './udp-peers.ts'

export interface ScenarioPeers extends Peers {
  /** The authority that issued the TLS peers' certificates, in PEM: to be trusted by whom the scenarios are played. */
  readonly trusted: string
}

/** Starts the servers that the scenarios talk to, on loopback and ephemeral ports. They run until they are closed. */
export async function startPeers(): Promise<ScenarioPeers> {
  const identities = makeIdentities()
  const all = [await startTcpPeers(), await startUdpPeers(), await startTlsPeers(identities)]
  return {
    trusted: identities.trusted,
    ports: Object.assign({}, ...all.map(({ ports }) => ports)) as Record<string, number>,
    async close() {
      await Promise.all(all.map((each) => each.close()))
    },
  }
}
