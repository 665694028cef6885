/** The background page of an app in Chromium: finds the page, waits until it is loaded, and evaluates scripts in it. */
import type { DevtoolsPipe } from './devtools-pipe.ts'

export interface Evaluator {
  /** Runs a script in the page's global scope. */
  run(expression: string): Promise<unknown>
  /** Runs a function, given as its source text, and waits for its result. */
  evaluateSource<Result>(source: string, parameter?: unknown): Promise<Result>
}

export function evaluatorIn(pipe: DevtoolsPipe, session: string): Evaluator {
  const run = async (expression: string): Promise<unknown> => {
    const answer = await pipe.call(
      'Runtime.evaluate',
      { expression, awaitPromise: true, returnByValue: true, userGesture: true },
      session,
    )
    const failure = answer['exceptionDetails'] as ExceptionDetails | undefined
    if (failure !== undefined) throw new Error(`In Chromium: ${exceptionText(failure)}`)
    return (answer['result'] as { value: unknown }).value
  }
  return {
    run,
    evaluateSource: async <Result>(source: string, parameter: unknown = null): Promise<Result> =>
      (await run(`(${source})(${JSON.stringify(parameter)})`)) as Result,
  }
}

interface Target {
  readonly targetId: string
  readonly type: string
  readonly url: string
}

/** Opens a session with an app's background page, as soon as the page exists. */
export async function attachToPage(pipe: DevtoolsPipe, appId: string): Promise<string> {
  for (let attempts = 0; attempts < 1000; attempts += 1) {
    const { targetInfos } = await pipe.call('Target.getTargets')
    const page = (targetInfos as readonly Target[]).find(
      ({ type, url }) => type === 'background_page' && url.startsWith(`chrome-extension://${appId}/`),
    )
    if (page !== undefined) {
      const attached = await pipe.call('Target.attachToTarget', { targetId: page.targetId, flatten: true })
      return attached['sessionId'] as string
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 10)
    })
  }
  throw new Error('The app has no background page after 10 s')
}

/** Waits until the app is loaded. The page exists before that, and then loses the results of earlier evaluations. */
export async function appLoaded(evaluateSource: Evaluator['evaluateSource']): Promise<void> {
  const loaded = `() => location.protocol === 'chrome-extension:' && document.readyState === 'complete' && ('socket' in chrome || 'sockets' in chrome)`
  for (let attempts = 0; attempts < 1000; attempts += 1) {
    if ((await evaluateSource(loaded).catch(() => false)) === true) return
    await new Promise((resolve) => {
      setTimeout(resolve, 10)
    })
  }
  throw new Error('The app did not load within 10 s')
}

export interface ExceptionDetails {
  readonly text: string
  readonly exception?: { readonly description?: string; readonly value?: unknown }
}

export function exceptionText({ text, exception }: ExceptionDetails): string {
  return `${text} ${exception?.description ?? String(exception?.value)}`
}
