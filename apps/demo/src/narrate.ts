/**
 * A `chrome` that says on the screen what is called and what comes back, and is otherwise the one it was made from.
 */
import type { Chrome, ChromeSocket } from '@chrome-socket/api'
import { netErrorToString } from '@chrome-socket/api'
import { formatValue } from './screen/format-value.ts'
import type { CallLine, Screen } from './screen/screen.ts'

/** `onCall` gets the name of each function that is called. */
export function narrate(chrome: Chrome, screen: Screen, onCall: (name: string) => void = () => {}): Chrome {
  const socket = new Proxy(chrome.socket, {
    get(target, name) {
      const original: unknown = Reflect.get(target, name)
      if (typeof original !== 'function') return original
      return (...args: unknown[]): unknown => {
        onCall(String(name))
        const line = screen.call(String(name), formatArguments(args), formatArguments(args.slice(0, 1)))
        try {
          const returned: unknown = Reflect.apply(original, target, watchCallback(args, line, chrome))
          if (returned instanceof Promise) return watchPromise(returned, line)
          if (typeof args.at(-1) !== 'function') line.end()
          return returned
        } catch (error) {
          line.finish(`throws ${String(error)}`, 'warning')
          throw error
        }
      }
    },
  }) as ChromeSocket
  return { ...chrome, socket }
}

function formatArguments(args: readonly unknown[]): string {
  return args
    .filter((argument) => typeof argument !== 'function')
    .map(formatValue)
    .join(', ')
}

function watchCallback(args: readonly unknown[], line: CallLine, { runtime }: Chrome): readonly unknown[] {
  const callback = args.at(-1)
  if (typeof callback !== 'function') return args
  const watched = (...results: readonly unknown[]): void => {
    finish(line, results, runtime.lastError?.message)
    Reflect.apply(callback, undefined, results)
  }
  return [...args.slice(0, -1), watched]
}

function watchPromise(promise: Promise<unknown>, line: CallLine): Promise<unknown> {
  return promise.then(
    (value) => {
      finish(line, [value], undefined)
      return value
    },
    (error: unknown) => {
      line.finish(`rejects: ${String(error)}`, 'warning')
      throw error
    },
  )
}

function finish(line: CallLine, results: readonly unknown[], lastError: string | undefined): void {
  const code = resultCode(results[0])
  const text = results.length === 0 ? '(no argument)' : formatValue(results[0])
  if (lastError !== undefined) line.finish(text, 'warning', `lastError: ${lastError}`)
  else if (code < 0) line.finish(text, 'warning', netErrorToString(code))
  else line.finish(text, 'good')
}

/** The number that says how a call went, wherever it is in the result. */
function resultCode(result: unknown): number {
  const { resultCode, bytesWritten } = Object(result) as { resultCode?: number; bytesWritten?: number }
  const code = resultCode ?? bytesWritten ?? result
  return typeof code === 'number' ? code : 0
}
