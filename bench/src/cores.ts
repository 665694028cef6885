/**
 * Chooses the processor cores of the processes. The variants run on one core, and a peer on the same core (latency) or on
 * another core (throughput). This needs `taskset` of util-linux. Without it the system chooses the cores, and the report says
 * so.
 */
import { spawnSync } from 'node:child_process'

export interface Cores {
  readonly variants: number
  readonly otherPeer: number
}

/** Two cores that this process may use, or undefined without `taskset` or with only one core. */
export function chooseCores(): Cores | undefined {
  const { status, stdout } = spawnSync('taskset', ['-cp', String(process.pid)], { encoding: 'utf8' })
  if (status !== 0) return undefined
  const list = stdout.slice(stdout.lastIndexOf(':') + 1).trim()
  const cores = list.split(',').flatMap((part) => {
    const [first = 0, last = first] = part.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, i) => first + i)
  })
  // Most systems handle interrupts on the first core, so it is avoided.
  const [otherPeer, variants] = cores.slice(-2)
  return otherPeer === undefined || variants === undefined ? undefined : { variants, otherPeer }
}

/** The command that runs `command` on `core`, or `command` itself without a core. */
export function onCore(core: number | undefined, command: readonly string[]): readonly string[] {
  return core === undefined ? command : ['taskset', '-c', String(core), ...command]
}
