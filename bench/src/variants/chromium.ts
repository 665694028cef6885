/** Chromium's own chrome.socket, in a Chrome App: the same tasks, run in its page. */
import { readFileSync } from 'node:fs'
import { startOracle } from '@chrome-socket/conformance/oracle'
import type { Identity } from '../certificate.ts'
import type { Activity, Target } from '../task.ts'
import { tasksSource } from '../tasks/tasks.ts'
import { chromeSocketSource } from './chrome-socket.ts'

const pageStopwatch = `{
  start() { this.end = performance.now() + milliseconds },
  isOver() { return performance.now() >= this.end },
}`

const { authority } = JSON.parse(readFileSync(process.argv[3] ?? '', 'utf8')) as Identity
const oracle = await startOracle({ trusted: [authority] })
// The coordinator ends this process by closing its input.
process.stdin.on('end', () => void oracle.close())
await oracle.evaluateSource(`() => { (0, eval)(${JSON.stringify(`${chromeSocketSource}\n${tasksSource}`)}) }`)

/** What is done in another process. */
export const worksElsewhere = true

export async function open(target: Target): Promise<Activity> {
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
