/** Collects the console's messages and uncaught errors while a scenario is played. */

export interface Reports {
  readonly lines: string[]
  /** Restores the console and the error handlers. */
  end(): void
}

type Handler = (error: unknown) => void

interface Process {
  listeners(event: string): Handler[]
  removeAllListeners(event: string): void
  on(event: string, handler: Handler): void
}

const uncaught = 'uncaughtException'

/** Writes `console.error` and uncaught errors into `lines` from now on, in the form of Chromium's page. */
export function watchReports(): Reports {
  const lines: string[] = []
  const { console, process } = globalThis as unknown as {
    console: { error: (...values: unknown[]) => void }
    process?: Process
  }
  const consoleError = console.error
  console.error = (...values) => {
    lines.push(`console: ${values.join(' ')}`)
  }
  const handlers = process?.listeners(uncaught) ?? []
  process?.removeAllListeners(uncaught)
  process?.on(uncaught, (error) => {
    lines.push(`uncaught: ${String(error)}`)
  })
  return {
    lines,
    end() {
      console.error = consoleError
      process?.removeAllListeners(uncaught)
      for (const handler of handlers) process?.on(uncaught, handler)
    },
  }
}
