/**
 * The processes on the other side, which are the same for every variant: one in C, so that what is measured is the limit and
 * not its peer, with one of Node beside it for TLS. Where there is no C compiler, or no epoll, Node serves everything.
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

/** Of services, by their names. */
type Ports = PeerReady['ports']

export interface Peers {
  /** On the core of the variants. */
  readonly shared: Ports
  /** On another one. */
  readonly split: Ports
  /** On that one, too, and not asleep between two events, where it can be so. */
  readonly awake: Ports
  readonly inC: boolean
  /** The client in C, where there is a compiler. */
  readonly client: string | undefined
  /** The authority that their certificates are from, PEM. */
  readonly authority: string
  /** With that and more in it, for processes that need it from the start. */
  readonly identityFile: string
  end(): Promise<void>
}

/** `node` is the one to run them on. */
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
    // What the first one serves, the second one does as well, and better.
    for (const command of commands) {
      const child = new Child(onCore(core, command))
      children.push(child)
      const ready = await child.answer<PeerReady>()
      if ('failed' in ready) throw new Error(`The peer: ${ready.failed}`)
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

/** Leaves the program of the peer in `folder`. Undefined where it cannot be built. */
export function buildPeer(folder: string): string | undefined {
  return build(folder, 'peer')
}

/** The same for the client in C. */
export function buildClient(folder: string): string | undefined {
  return build(folder, 'client')
}

function build(folder: string, name: 'peer' | 'client'): string | undefined {
  if (process.platform !== 'linux') return undefined
  const program = join(folder, name)
  const source = fileURLToPath(new URL(`../peer/${name}.c`, import.meta.url))
  return spawnSync('cc', ['-O2', '-o', program, source]).status === 0 ? program : undefined
}
