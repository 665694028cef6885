/** Runs the tasks in Chromium, in the page of a Chrome App. */
import { readFileSync } from 'node:fs'
import { startOracle } from '@chrome-socket/conformance/oracle'
import type { Identity } from '../certificate.ts'
import type { Open } from '../task.ts'
import { tasksSource } from '../tasks/tasks.ts'

const pageStopwatch = `{
  start() { this.end = performance.now() + milliseconds },
  isOver() { return performance.now() >= this.end },
}`

/** Starts Chromium and makes the `open` of a variant. `source` is a script that defines `socketsOf`. */
export async function openInChromium(source: string): Promise<Open> {
  const { authority } = JSON.parse(readFileSync(process.argv[3] ?? '', 'utf8')) as Identity
  const oracle = await startOracle({ trusted: [authority] })
  // The coordinator closes the input to end this process.
  process.stdin.on('end', () => void oracle.close())
  await oracle.evaluateSource(`() => { (0, eval)(${JSON.stringify(`${source}\n${tasksSource}`)}) }`)
  return async (target) => {
    const open = `async (target) => { globalThis.activity = await globalThis[target.task](socketsOf(chrome), target) }`
    await oracle.evaluateSource(open, target)
    return {
      run: ({ milliseconds }) => {
        const run = `(milliseconds) => { const watch = ${pageStopwatch}; watch.start(); return activity.run(watch) }`
        return oracle.evaluateSource(run, milliseconds)
      },
      close: () => void oracle.evaluateSource(`() => activity.close()`),
    }
  }
}
