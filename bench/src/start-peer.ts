/**
 * Starts the process on the other side, which is the same for every variant: one in C, so that what is measured is the limit
 * and not its peer, with one of Node beside it for TLS. Where there is no C compiler, or no epoll, Node serves everything.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Child } from './child.ts'
import { onCore } from './cores.ts'
import type { PeerReady } from './messages.ts'

export interface Peer {
  /** Of its services, by name. */
  readonly ports: Readonly<Record<string, number>>
  end(): Promise<void>
}

/** Leaves it in `folder`; undefined where it cannot be built. */
export function buildPeer(folder: string): string | undefined {
  if (process.platform !== 'linux') return undefined
  const program = join(folder, 'peer')
  const source = fileURLToPath(new URL('../peer/peer.c', import.meta.url))
  return spawnSync('cc', ['-O2', '-o', program, source]).status === 0 ? program : undefined
}

/** `program` is what `buildPeer` gave; `node` the one to run the other on. */
export async function startPeer(
  core: number | undefined,
  program: string | undefined,
  node: string,
  identityFile: string,
): Promise<Peer> {
  const nodePeer = [node, fileURLToPath(new URL('peer.js', import.meta.url)), identityFile]
  // What the first one serves, the second one does as well.
  const commands = [nodePeer, ...(program === undefined ? [] : [[program]])]
  const children = commands.map((command) => new Child(onCore(core, command)))
  const ports: Record<string, number> = {}
  for (const child of children) {
    const ready = await child.answer<PeerReady>()
    if ('failed' in ready) throw new Error(`The peer: ${ready.failed}`)
    Object.assign(ports, ready.ports)
  }
  return {
    ports,
    end: async () => {
      await Promise.all(children.map((child) => child.end()))
    },
  }
}
