/** A console that keeps its lines for a test. */
export interface RecordedConsole {
  readonly console: Console
  readonly lines: string[]
  /** Waits for a line that matches `pattern`. Resolves with the line. */
  line(pattern: RegExp): Promise<string>
}

export function recordedConsole(): RecordedConsole {
  const lines: string[] = []
  const waiting = new Set<() => void>()
  const write = (...args: unknown[]): void => {
    lines.push(args.map(String).join(' '))
    for (const look of waiting) look()
  }
  const names = [
    'log',
    'info',
    'warn',
    'error',
    'debug',
    'trace',
    'dir',
    'table',
    'group',
    'groupEnd',
    'assert',
    'count',
  ]
  return {
    console: Object.fromEntries(names.map((name) => [name, write])) as unknown as Console,
    lines,
    line: (pattern) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = lines.find((line) => pattern.test(line))
          if (found === undefined) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
  }
}
