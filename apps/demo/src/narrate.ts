/**
 * A `chrome` that shows each call, its result and each event on the screen, and otherwise works like the original `chrome`.
 */
import type { Chrome, ChromeEvent } from '@chrome-socket/api'
import { netErrorToString } from '@chrome-socket/api'
import { formatValue } from './screen/format-value.ts'
import type { CallLine, Screen } from './screen/screen.ts'

/** Makes such a `chrome`. `onCall` gets the name of each called function. */
export function narrate(chrome: Chrome, screen: Screen, onCall: (name: string) => void = () => {}): Chrome {
  const narrated = <Namespace extends object>(namespace: Namespace, prefix: string): Namespace =>
    new Proxy(namespace, {
      get: (target, name) =>
        narrateMember(Reflect.get(target, name), `${prefix}${String(name)}`, chrome, screen, onCall),
    })
  const { tcp, tcpServer, udp } = chrome.sockets
  return {
    ...chrome,
    socket: narrated(chrome.socket, ''),
    sockets: {
      tcp: narrated(tcp, 'tcp.'),
      tcpServer: narrated(tcpServer, 'tcpServer.'),
      udp: narrated(udp, 'udp.'),
    },
  }
}

function narrateMember(
  member: unknown,
  name: string,
  chrome: Chrome,
  screen: Screen,
  onCall: (name: string) => void,
): unknown {
  if (isEvent(member)) return narrateEvent(member, name, screen)
  if (typeof member !== 'function') return member
  return (...args: unknown[]): unknown => {
    onCall(name)
    const line = screen.call(name, formatArguments(args), formatArguments(args.slice(0, 1)))
    try {
      const returned: unknown = Reflect.apply(member, undefined, watchCallback(args, line, chrome))
      if (returned instanceof Promise) return watchPromise(returned, line)
      if (typeof args.at(-1) !== 'function') line.end()
      return returned
    } catch (error) {
      line.finish(`throws ${String(error)}`, 'warning')
      throw error
    }
  }
}

function isEvent(member: unknown): member is ChromeEvent<unknown> {
  return typeof member === 'object' && member !== null && 'addListener' in member
}

/** The same event, which is shown on the screen before each call of a listener. */
function narrateEvent(event: ChromeEvent<unknown>, name: string, screen: Screen): ChromeEvent<unknown> {
  return {
    ...event,
    addListener(listener) {
      event.addListener((info) => {
        screen.event(name, formatValue(info))
        listener(info)
      })
    },
  }
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

/** The result code of a call, which is a member of the result or the result itself. */
function resultCode(result: unknown): number {
  const { resultCode, bytesWritten } = Object(result) as { resultCode?: number; bytesWritten?: number }
  const code = resultCode ?? bytesWritten ?? result
  return typeof code === 'number' ? code : 0
}
