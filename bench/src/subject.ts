/**
 * The process in which one variant lives. Started by the coordinator with the variant's module and the file of the peer's
 * identity as its arguments; it answers requests on standard input until that ends.
 */
import { memoryInUse } from './memory-in-use.ts'
import { onLine, say } from './messages.ts'
import type { Answer, Request, Sample } from './messages.ts'
import type { Activity, Stopwatch, Target, Tasks } from './task.ts'

class ProcessStopwatch implements Stopwatch {
  readonly milliseconds: number
  #started = 0
  #end = 0
  #cpu = process.cpuUsage()

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds
  }

  start(): void {
    this.#cpu = process.cpuUsage()
    this.#started = performance.now()
    this.#end = this.#started + this.milliseconds
  }

  isOver(): boolean {
    return performance.now() >= this.#end
  }

  sample(amount: number): Sample {
    const seconds = (performance.now() - this.#started) / 1000
    const { user, system } = process.cpuUsage(this.#cpu)
    return { amount, seconds, cpuSeconds: (user + system) / 1e6 }
  }
}

/** Where a variant has something to start first, it exports a function that gives its tasks. */
interface VariantModule {
  readonly tasks: Tasks | ((identityFile: string) => Promise<Tasks>)
  /** Other processes do the work, whose CPU is not known here. */
  readonly worksElsewhere?: true
}

async function openTask(tasks: Tasks, target: Target): Promise<Activity | undefined> {
  const open = tasks[target.task]
  if (open === undefined) return undefined
  const before = await memoryInUse()
  const activity = await open(target)
  if (activity === undefined || target.task !== 'idleConnections') return activity
  // All there is to measure has happened: what the connections hold.
  const bytes = (await memoryInUse()) - before
  return { ...activity, run: async () => bytes }
}

const [, , name, identityFile = ''] = process.argv
const module = (await import(`./variants/${name}.js`)) as VariantModule
const tasks = typeof module.tasks === 'function' ? await module.tasks(identityFile) : module.tasks
let activity: Activity | undefined

async function answer(request: Request): Promise<Answer> {
  switch (request.ask) {
    case 'open':
      activity = await openTask(tasks, request.target)
      return { opened: activity !== undefined }
    case 'run': {
      const stopwatch = new ProcessStopwatch(request.milliseconds)
      stopwatch.start()
      const amount = (await activity?.run(stopwatch)) ?? 0
      const sample = stopwatch.sample(amount)
      return { sample: module.worksElsewhere ? { ...sample, cpuSeconds: 0 } : sample }
    }
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
