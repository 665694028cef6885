/**
 * Measures the CPU time of other programs. It works on Linux; on other systems the result is 0.
 * Source: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** The unit of times in /proc, USER_HZ, is 100 on every system that Node supports. */
const ticksPerSecond = 100

/** Measures from its construction on. */
export class OtherLoad {
  readonly #started: number = performance.now()
  readonly #before: number = othersTicks()

  /** The CPU time of other programs since the construction, as a share of one core. */
  share(): number {
    const seconds = (performance.now() - this.#started) / 1000
    return (othersTicks() - this.#before) / ticksPerSecond / seconds
  }
}

interface Process {
  readonly parent: number
  /** The CPU time, including children that have ended, so that no time is lost when a child ends. */
  readonly ticks: number
}

/**
 * The CPU time of all processes except this process, its descendants and the kernel's threads, which also work for the
 * benchmark.
 */
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

/** The process that is the parent of the kernel's threads. */
const kernelThreads = 2

/** Reads the data of a process, or returns undefined if the process has ended. */
function read(id: string): Process | undefined {
  try {
    const text = readFileSync(`/proc/${id}/stat`, 'utf8')
    // The second field, the name, ends with the last parenthesis. The fourth field is the parent, and the 14th to 17th are
    // times.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { parent: Number(fields[1]), ticks: fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) }
  } catch {
    return undefined
  }
}
