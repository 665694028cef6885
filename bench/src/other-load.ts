/**
 * How much of the machine other programs take. On Linux; elsewhere nothing is known, and taken as nothing.
 * Source: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Times are given in these: USER_HZ, which is 100 on all that Node runs on. */
const ticksPerSecond = 100

/** Begins to watch when it is made. */
export class OtherLoad {
  readonly #started: number = performance.now()
  readonly #before: number = othersTicks()

  /** Of one core, since then. */
  share(): number {
    const seconds = (performance.now() - this.#started) / 1000
    return (othersTicks() - this.#before) / ticksPerSecond / seconds
  }
}

interface Process {
  readonly parent: number
  /** With those of its children that have ended, so that nothing is lost when one ends meanwhile. */
  readonly ticks: number
}

/** What all processes have used, but for this one and those that it started, and the kernel's: their work is ours as well. */
function othersTicks(): number {
  if (!existsSync('/proc/self/stat')) return 0
  const processes = new Map<number, Process>()
  for (const name of readdirSync('/proc')) {
    const process = /^\d/.test(name) ? read(name) : undefined
    if (process !== undefined) processes.set(Number(name), process)
  }
  const isOursOrTheKernels = (id: number | undefined): boolean =>
    id !== undefined && (id === process.pid || id === kernelThreads || isOursOrTheKernels(processes.get(id)?.parent))
  let ticks = 0
  for (const [id, process] of processes) if (!isOursOrTheKernels(id)) ticks += process.ticks
  return ticks
}

/** Their parent. */
const kernelThreads = 2

/** Undefined for one that has ended since. */
function read(id: string): Process | undefined {
  try {
    const text = readFileSync(`/proc/${id}/stat`, 'utf8')
    // The second field, the name, ends with the last parenthesis. The fourth is the parent, the 14th to 17th are times.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { parent: Number(fields[1]), ticks: fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) }
  } catch {
    return undefined
  }
}
