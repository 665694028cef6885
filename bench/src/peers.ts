/**
 * The processes on the other side, which are the same for every variant. A peer in C serves TCP and UDP, because it is faster
 * than every variant. A peer in Node serves TLS. Without a C compiler or outside Linux, the peer in Node serves everything.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeIdentity } from './certificate.ts'
import { Child } from './child.ts'
import { onCore } from './cores.ts'
import type { Cores } from './cores.ts'
import type { PeerReady } from './messages.ts'

/** The ports of the services, by their names. */
type Ports = PeerReady['ports']

export interface Peers {
  /** The peer on the core of the variants. */
  readonly shared: Ports
  /** The peer on another core. */
  readonly split: Ports
  /** The peer on that other core that busy-waits between two events. It equals `split` if there is no such peer. */
  readonly awake: Ports
  readonly inC: boolean
  /** The path of the client in C, if there is a compiler. */
  readonly client: string | undefined
  /** The authority of the peers' certificates, as PEM. */
  readonly authority: string
  /** The path of a file with the identity, for processes that need the authority when they start. */
  readonly identityFile: string
  end(): Promise<void>
}

/** Starts the peers. `node` is the path of the Node for the peers in Node. */
export async function startPeers(cores: Cores | undefined, node: string): Promise<Peers> {
  const folder = mkdtempSync(join(tmpdir(), 'chrome-socket-bench-'))
  const identity = makeIdentity()
  const identityFile = join(folder, 'identity.json')
  writeFileSync(identityFile, JSON.stringify(identity))
  const program = buildPeer(folder)
  const client = buildClient(folder)
  const inNode = [node, fileURLToPath(new URL('peer.js', import.meta.url)), identityFile]
  const children: Child[] = []
  const start = async (core: number | undefined, commands: readonly (readonly string[])[]): Promise<Ports> => {
    const ports: Record<string, number> = {}
    // The services of the second command replace the same services of the first, because the peer in C is faster.
    for (const command of commands) {
      const child = new Child(onCore(core, command))
      children.push(child)
      const ready = await child.answer<PeerReady>()
      if ('failed' in ready) throw new Error(`The peer did not start: ${ready.failed}`)
      Object.assign(ports, ready.ports)
    }
    return ports
  }
  const inC = program === undefined ? [] : [[program]]
  const split = await start(cores?.otherPeer, [inNode, ...inC])
  const staysAwake = program !== undefined && cores !== undefined
  return {
    shared: await start(cores?.variants, [inNode, ...inC]),
    split,
    awake: staysAwake ? await start(cores.otherPeer, [[program, 'awake']]) : split,
    inC: program !== undefined,
    client,
    authority: identity.authority,
    identityFile,
    async end() {
      await Promise.all(children.map((child) => child.end()))
      rmSync(folder, { recursive: true })
    },
  }
}

/** Builds the peer in C and returns its path in `folder`, or undefined if it cannot be built. */
export function buildPeer(folder: string): string | undefined {
  return build(folder, 'peer')
}

/** Builds the client in C, like `buildPeer`. */
export function buildClient(folder: string): string | undefined {
  return build(folder, 'client')
}

function build(folder: string, name: 'peer' | 'client'): string | undefined {
  if (process.platform !== 'linux') return undefined
  const program = join(folder, name)
  const source = fileURLToPath(new URL(`../peer/${name}.c`, import.meta.url))
  return spawnSync('cc', ['-O2', '-o', program, source]).status === 0 ? program : undefined
}
