/**
 * The process of a variant. The coordinator starts it with two arguments: the variant's module and the file of the peer's
 * identity. It answers requests on standard input until the input ends.
 */
import { performance } from 'node:perf_hooks'
import { memoryInUse } from './memory-in-use.ts'
import { onLine, say } from './messages.ts'
import type { Answer, Request, Sample } from './messages.ts'
import type { Activity, Open, Stopwatch } from './task.ts'

class ProcessStopwatch implements Stopwatch {
  readonly milliseconds: number
  #started = 0
  #end = 0
  #cpu = process.cpuUsage()
  #secondsLeftOut = 0
  #cpuSecondsLeftOut = 0

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds
  }

  start(): void {
    this.#cpu = process.cpuUsage()
    this.#started = performance.now()
    this.#end = this.#started + this.milliseconds
    this.#secondsLeftOut = 0
    this.#cpuSecondsLeftOut = 0
  }

  isOver(): boolean {
    return performance.now() >= this.#end
  }

  async leaveOut(preparation: () => Promise<void>): Promise<void> {
    const cpu = process.cpuUsage()
    const started = performance.now()
    await preparation()
    const milliseconds = performance.now() - started
    this.#end += milliseconds
    this.#secondsLeftOut += milliseconds / 1000
    this.#cpuSecondsLeftOut += cpuSecondsSince(cpu)
  }

  sample(amount: number): Sample {
    return {
      amount,
      seconds: (performance.now() - this.#started) / 1000 - this.#secondsLeftOut,
      cpuSeconds: cpuSecondsSince(this.#cpu) - this.#cpuSecondsLeftOut,
    }
  }
}

function cpuSecondsSince(earlier: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(earlier)
  return (user + system) / 1e6
}

interface VariantModule {
  readonly open: Open
  /** Whether other processes do the work. Their CPU time is unknown here. */
  readonly worksElsewhere?: true
}

const [, , name] = process.argv
const { open, worksElsewhere } = (await import(`./variants/${name}.js`)) as VariantModule
let activity: Activity | undefined

async function run(milliseconds: number): Promise<Sample> {
  const stopwatch = new ProcessStopwatch(milliseconds)
  stopwatch.start()
  const amount = (await activity?.run(stopwatch)) ?? 0
  const sample = stopwatch.sample(amount)
  return worksElsewhere ? { ...sample, cpuSeconds: 0 } : sample
}

async function answer(request: Request): Promise<Answer> {
  switch (request.ask) {
    case 'open':
      activity = await open(request.target)
      return { opened: true }
    case 'run':
      return { sample: await run(request.milliseconds) }
    case 'memory':
      return { bytes: await memoryInUse() }
    case 'close':
      activity?.close()
      activity = undefined
      return { closed: true }
  }
}

onLine<Request>(process.stdin, (request) => {
  answer(request).then(say, (error: unknown) => say({ failed: error instanceof Error ? error.stack : String(error) }))
})
process.stdin.on('end', () => process.exit(0))
say({ closed: true })
