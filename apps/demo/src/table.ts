/** The table of scenes and their outcomes at the end of the show. */
import type { Paint } from './screen/paint.ts'
import type { Screen } from './screen/screen.ts'

export interface Outcome {
  readonly title: string
  readonly status: 'ok' | 'skipped' | 'failed'
  /** The reason why the scene was skipped or failed. */
  readonly detail: string
  /** The names of the called functions, in order. */
  readonly calls: readonly string[]
  readonly milliseconds: number
}

/** Prints the table. `functionCount` is the number of functions in the API. */
export function printTable(screen: Screen, outcomes: readonly Outcome[], functionCount: number): void {
  const { palette } = screen
  const paints: Readonly<Record<Outcome['status'], Paint>> = {
    ok: palette.good,
    skipped: palette.warning,
    failed: palette.bad,
  }
  const titleWidth = Math.max(...outcomes.map(({ title }) => title.length))
  screen.heading('Scenes')
  screen.line(palette.dim(`   ${'scene'.padEnd(titleWidth)}  calls     time  result`))
  for (const { title, calls, milliseconds, status, detail } of outcomes) {
    const time = `${milliseconds.toFixed(0)} ms`
    const result = paints[status](detail === '' ? status : `${status}: ${detail}`)
    screen.line(`   ${title.padEnd(titleWidth)}  ${String(calls.length).padStart(5)}  ${time.padStart(7)}  ${result}`)
  }

  const calls = outcomes.flatMap((outcome) => outcome.calls)
  const count = (status: Outcome['status']): number => outcomes.filter((outcome) => outcome.status === status).length
  const skipped = count('skipped') > 0 ? `, ${count('skipped')} skipped` : ''
  const summary = `${count('ok')} of ${outcomes.length} scenes went well${skipped}`
  screen.line()
  screen.line(`   ${paints[count('failed') > 0 ? 'failed' : 'ok'](summary)}.`)
  screen.line(
    `   ${new Set(calls).size} of the API's ${functionCount} functions were called, ${calls.length} times in all.`,
  )
}
