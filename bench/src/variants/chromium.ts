/** Chromium's own chrome.socket, in a Chrome App: the same tasks, run in its page. */
import { readFileSync } from 'node:fs'
import { startOracle } from '@chrome-socket/conformance/oracle'
import type { Identity } from '../certificate.ts'
import type { Activity, Target, TaskName, Tasks } from '../task.ts'
import { chromeSocketTaskSource } from './chrome-socket-tasks.ts'

/** Thousands of connections are not for a browser. */
const names: readonly TaskName[] = [
  'pingPong',
  'receive',
  'send',
  'smallWrites',
  'accept',
  'udpEcho',
  'udpSend',
  'udpReceive',
  'handshake',
  'wrongCall',
]

const pageStopwatch = `{
  start() { this.end = performance.now() + milliseconds },
  isOver() { return performance.now() >= this.end },
}`

export const worksElsewhere = true

export async function tasks(identityFile: string): Promise<Tasks> {
  const { authority } = JSON.parse(readFileSync(identityFile, 'utf8')) as Identity
  const oracle = await startOracle({ trusted: [authority] })
  // The coordinator ends this process by closing its input.
  process.stdin.on('end', () => void oracle.close())
  await oracle.evaluateSource(`() => { (0, eval)(${JSON.stringify(chromeSocketTaskSource)}) }`)
  const open = async (target: Target): Promise<Activity> => {
    await oracle.evaluateSource(
      `async (target) => { globalThis.activity = await globalThis[target.task](chrome, target) }`,
      target,
    )
    return {
      run: (stopwatch) => {
        stopwatch.start()
        const run = `(milliseconds) => { const watch = ${pageStopwatch}; watch.start(); return globalThis.activity.run(watch) }`
        return oracle.evaluateSource(run, stopwatch.milliseconds)
      },
      close: () => void oracle.evaluateSource(`() => globalThis.activity.close()`),
    }
  }
  return Object.fromEntries(names.map((name) => [name, open]))
}
