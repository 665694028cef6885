/**
 * Which processor cores the processes run on: the variants on one, and a peer on the same one (latency) or another
 * (throughput). By `taskset` of util-linux; where that is missing the system decides, and the report says so.
 */
import { spawnSync } from 'node:child_process'

export interface Cores {
  readonly variants: number
  readonly otherPeer: number
}

/** Two cores that this process may use; undefined when it cannot be chosen, or there is only one. */
export function chooseCores(): Cores | undefined {
  const { status, stdout } = spawnSync('taskset', ['-cp', String(process.pid)], { encoding: 'utf8' })
  if (status !== 0) return undefined
  const list = stdout.slice(stdout.lastIndexOf(':') + 1).trim()
  const cores = list.split(',').flatMap((part) => {
    const [first = 0, last = first] = part.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, i) => first + i)
  })
  // The first core is where systems handle most interrupts.
  const [otherPeer, variants] = cores.slice(-2)
  return otherPeer === undefined || variants === undefined ? undefined : { variants, otherPeer }
}

/** A command that runs on `core`, if there is one. */
export function onCore(core: number | undefined, command: readonly string[]): readonly string[] {
  return core === undefined ? command : ['taskset', '-c', String(core), ...command]
}
