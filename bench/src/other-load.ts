/**
 * How much of the machine other programs take. On Linux; elsewhere nothing is known, and taken as nothing.
 * Source: https://man7.org/linux/man-pages/man5/proc_stat.5.html, …/proc_pid_stat.5.html
 */
import { existsSync, readFileSync } from 'node:fs'

/** Both count so many times in a second: USER_HZ, which is 100 on all that Node runs on. */
const ticksPerSecond = 100

/** Begins to watch when it is made; `processes` are those that are not others. */
export class OtherLoad {
  readonly #processes: readonly number[]
  #seconds = 0
  #othersTicks = 0

  constructor(processes: readonly number[]) {
    this.#processes = [process.pid, ...processes]
  }

  /** Runs something, and watches meanwhile. */
  async during<Result>(run: () => Promise<Result>): Promise<Result> {
    const before = this.#othersSoFar()
    const started = performance.now()
    const result = await run()
    this.#seconds += (performance.now() - started) / 1000
    this.#othersTicks += this.#othersSoFar() - before
    return result
  }

  /** Of one core, during all that was watched. */
  share(): number {
    return this.#othersTicks / ticksPerSecond / this.#seconds
  }

  #othersSoFar(): number {
    if (!existsSync('/proc/stat')) return 0
    const own = this.#processes.reduce((sum, pid) => sum + ticksOf(pid), 0)
    const [user = 0, nice = 0, system = 0, , , interrupts = 0, softInterrupts = 0] = numbersAfter(
      'cpu',
      readFileSync('/proc/stat', 'utf8'),
    )
    // The traffic of loopback is handled in interrupts, whose time is also that of the process that they came upon.
    return user + nice + system + interrupts + softInterrupts - own
  }
}

function ticksOf(pid: number): number {
  try {
    // utime and stime, the 14th and 15th field; the second one ends with the last parenthesis.
    const fields = numbersAfter(')', readFileSync(`/proc/${pid}/stat`, 'utf8'), 'last')
    return (fields[11] ?? 0) + (fields[12] ?? 0)
  } catch {
    return 0
  }
}

function numbersAfter(mark: string, text: string, which: 'first' | 'last' = 'first'): number[] {
  const index = which === 'first' ? text.indexOf(mark) : text.lastIndexOf(mark)
  const line = text.slice(index + mark.length).split('\n')[0] ?? ''
  return line.trim().split(/\s+/).map(Number)
}
