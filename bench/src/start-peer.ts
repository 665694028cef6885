/** Starts the process on the other side, which is the same for every variant. */
import { fileURLToPath } from 'node:url'
import { Child } from './child.ts'
import { onCore } from './cores.ts'
import type { PeerReady } from './messages.ts'

export interface Peer {
  /** Of its services, by name. */
  readonly ports: Readonly<Record<string, number>>
  end(): Promise<void>
}

export async function startPeer(core: number | undefined, node: string, identityFile: string): Promise<Peer> {
  const child = new Child(onCore(core, [node, fileURLToPath(new URL('peer.js', import.meta.url)), identityFile]))
  const ready = await child.answer<PeerReady>()
  if ('failed' in ready) throw new Error(`The peer: ${ready.failed}`)
  return { ports: ready.ports, end: () => child.end() }
}
