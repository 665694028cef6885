/**
 * All peers of the scenarios, started and ended together. Needs Node, or a runtime with its `net`, `tls` and `dgram`.
 */
import { makeIdentities } from './identities.ts'
import { startPortTaker } from './other-loopback.ts'
import { startTcpPeers } from './tcp-peers.ts'
import type { Peers } from './tcp-peers.ts'
import { startTlsPeers } from './tls-peers.ts'
import { partsThisHostLacks } from './this-host.ts'
import { startUdpPeers } from './udp-peers.ts'
import type { Part } from '../scenario.ts'

/** The servers that the scenarios talk to, until they are closed. */
export interface ScenarioPeers extends Peers {
  /** The authority that issued the TLS peers' certificates, in PEM. The implementation must trust it. */
  readonly trusted: string
  /** The parts that this host lacks. Scenarios that need them do not apply. */
  readonly lacks: readonly Part[]
}

/**
 * Starts the servers that the scenarios talk to, on loopback and ephemeral ports. They run until they are closed.
 * @throws Error, as a rejection: this host has no loopback address, or too few ports.
 * @example
 * import { startPeers } from '@chrome-socket/conformance'
 *
 * const peers = await startPeers()
 * console.log(peers.ports['echo'])
 * await peers.close()
 */
export async function startPeers(): Promise<ScenarioPeers> {
  const identities = makeIdentities()
  const taker = await startPortTaker()
  const overTcp = [await startTcpPeers(taker), await startTlsPeers(identities, taker)]
  const taken = new Set(overTcp.flatMap(({ ports }) => Object.values(ports)))
  const all = [...overTcp, await startUdpPeers(taken)]
  return {
    trusted: identities.trusted,
    lacks: await partsThisHostLacks(),
    ports: Object.assign({}, ...all.map(({ ports }) => ports)) as Record<string, number>,
    async close() {
      taker.close()
      await Promise.all(all.map((each) => each.close()))
    },
  }
}
