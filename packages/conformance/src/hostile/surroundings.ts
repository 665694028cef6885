/** Statements that an app may have run on its own `chrome.runtime` before it calls. Each runs in an app of its own. */
import type { ChromeLike, UntypedChrome } from '../scenario.ts'

/** The statements. A statement that changes more than the app's own `chrome` has another that takes it back. */
const statements: readonly (readonly [statement: string, undo: string])[] = [
  ['', ''],
  ['Object.defineProperty(runtime, "lastError", { configurable: true, get() { throw new Error("mine") } })', ''],
  ['Object.defineProperty(runtime, "lastError", { get() { throw new Error("mine") } })', ''],
  ['Object.defineProperty(runtime, "lastError", { configurable: true, get() { note("get"); return "mine" } })', ''],
  ['Object.defineProperty(runtime, "lastError", { configurable: true, set() { throw new Error("mine") } })', ''],
  ['Object.defineProperty(runtime, "lastError", { value: "mine" })', ''],
  ['Object.defineProperty(runtime, "lastError", { value: "mine", configurable: true })', ''],
  ['Object.defineProperty(runtime, "lastError", { value: undefined })', ''],
  ['runtime.lastError = "mine"', ''],
  ['runtime.lastError = undefined', ''],
  ['runtime.lastError = null', ''],
  ['runtime.lastError = new Proxy({}, { get() { throw new Error("mine") } })', ''],
  ['Object.preventExtensions(runtime)', ''],
  ['Object.seal(runtime)', ''],
  ['Object.freeze(runtime)', ''],
  ['runtime.lastError = "mine"; Object.freeze(runtime)', ''],
  ['Object.setPrototypeOf(runtime, { get lastError() { throw new Error("mine") } })', ''],
  ['Object.setPrototypeOf(runtime, { lastError: "mine" })', ''],
  [
    'Object.setPrototypeOf(runtime, new Proxy({}, { has() { throw new Error("mine") }, get() { throw new Error("mine") } }))',
    '',
  ],
  [
    'Object.defineProperty(Object.prototype, "lastError", { configurable: true, get() { throw new Error("mine") } })',
    'delete Object.prototype.lastError',
  ],
  [
    'Object.defineProperty(Object.prototype, "message", { configurable: true, set() { throw new Error("mine") } })',
    'delete Object.prototype.message',
  ],
  ['Object.prototype.value = "mine"', 'delete Object.prototype.value'],
  ['Object.prototype.get = "mine"', 'delete Object.prototype.get'],
  ['Object.prototype.set = "mine"', 'delete Object.prototype.set'],
]

export const surroundings: readonly string[] = statements.map(([statement]) => statement)

export interface Surrounding {
  readonly prepare: (runtime: object, note: (text: string) => void) => void
  readonly undo: () => void
}

/** A script whose value is the `Surrounding` of each statement. */
export const surroundingsSource: string = `({
${statements
  .map(
    ([statement, undo]) =>
      `${JSON.stringify(statement)}: { prepare(runtime, note) { 'use strict'; ${statement} }, undo() { ${undo} } },`,
  )
  .join('\n')}
})`

type ChromeFunction = (...args: unknown[]) => unknown

/**
 * Writes lines about calls that fail and a call that succeeds: whether they are answered, and lastError in the
 * callback.
 */
export async function judgeSurroundings(implementation: ChromeLike, { prepare, undo }: Surrounding): Promise<string[]> {
  const { socket, runtime } = implementation as UntypedChrome
  const getInfo = socket['getInfo'] as ChromeFunction
  const lines: string[] = []
  prepare(runtime, (text) => lines.push(text))
  const look = (): string => {
    try {
      return 'lastError' in runtime ? shown(runtime.lastError) : 'none'
    } catch (error) {
      return `throws ${(error as Error).message}`
    }
  }
  try {
    for (const id of [1, 2]) getInfo(99_999, () => lines.push(`failed ${id}: lastError ${look()}`))
    await (getInfo(99_999) as Promise<unknown>).catch((error: Error) => lines.push(`rejected: ${error.message}`))
    await new Promise<void>((resolve) => {
      ;(socket['create'] as ChromeFunction)('udp', () => {
        lines.push(`succeeded: lastError ${look()}`)
        resolve()
      })
    })
    lines.push(`afterwards: lastError ${look()}`)
  } finally {
    undo()
  }
  return lines
}

function shown(lastError: unknown): string {
  try {
    return JSON.stringify((lastError as { message?: unknown } | undefined)?.message ?? lastError) ?? 'undefined'
  } catch (error) {
    return `whose message throws ${(error as Error).message}`
  }
}
