/** Calls functions in each of their forms, and writes a line for each answer or exception. */
import type { CallResult, UntypedChrome } from '../scenario.ts'
import { memberNamed, namespaceOf, takesCallback } from './namespaces.ts'
import type { TraceText } from './trace-text.ts'
import type { TraceWriter } from './trace-writer.ts'
import type { Waits } from './waits.ts'

type Then = (result: CallResult) => unknown

export interface Calls {
  start(name: string, ...args: unknown[]): void
  startThen(then: Then, name: string, ...args: unknown[]): void
  call(name: string, ...args: unknown[]): Promise<CallResult>
  callThen(then: Then, name: string, ...args: unknown[]): Promise<CallResult>
  bare(name: string, ...args: unknown[]): Promise<CallResult>
  /** Makes a call of the preparation. It writes nothing if the call succeeds. */
  prepare<Result>(name: string, ...args: unknown[]): Promise<Result>
}

type ChromeFunction = (...args: unknown[]) => unknown

export function makeCalls(chrome: UntypedChrome, text: TraceText, writer: TraceWriter, waits: Waits): Calls {
  const functionNamed = (name: string): ChromeFunction => memberNamed<ChromeFunction>(chrome, name)

  const lastErrorMessage = (): string | undefined => {
    const error = chrome.runtime.lastError as { message?: unknown } | undefined
    return error === undefined ? undefined : String(error.message)
  }

  const learnIds = (result: unknown, name: string): void => {
    if (typeof result === 'object' && result !== null) text.learnId((result as CallResult).socketId, namespaceOf(name))
  }

  /** getSockets gives every socket of the app, in any order. Only the scenario's sockets are shown, by their ids. */
  const showResult = (result: unknown, name: string): string => {
    const namespace = namespaceOf(name)
    if (!name.endsWith('.getSockets') || !Array.isArray(result)) return text.show(result, undefined, namespace)
    const own = (result as { socketId: number }[]).filter(({ socketId }) => text.knows(socketId, namespace))
    return text.show(
      own.sort((one, other) => one.socketId - other.socketId),
      undefined,
      namespace,
    )
  }

  /**
   * Calls `then` with the callback's argument after it has been written, or with undefined if the call threw or has no
   * callback.
   */
  const begin = (name: string, args: readonly unknown[], then: (result: CallResult | undefined) => void): void => {
    const call = text.showCall(name, args)
    const hasCallback = takesCallback(name)
    const label = hasCallback ? writer.expect(call) : call
    const callback = (...results: unknown[]): void => {
      if (writer.isOver) return
      writer.answers += 1
      const again = writer.forget(label) ? '' : ' AGAIN'
      const result = results[0] as CallResult | undefined
      learnIds(result, name)
      const message = lastErrorMessage()
      const shown = results.map((each) => showResult(each, name)).join(', ') || 'nothing'
      writer.line(`${label} ->${again} ${shown}${message === undefined ? '' : ` [${message}]`}`)
      then(result)
    }
    try {
      functionNamed(name)(...args, ...(hasCallback ? [callback] : []))
    } catch (error) {
      writer.forget(label)
      writer.line(`${call} throws ${String(error)}`)
      return then(undefined)
    }
    if (hasCallback) return
    writer.line(call)
    then(undefined)
  }

  const callThen = (then: Then, name: string, ...args: unknown[]): Promise<CallResult> =>
    new Promise((resolve) => {
      const callOff = waits.afterPatience(() => {
        writer.line(`${text.showCall(name, args)} is waited for in vain`)
        resolve({})
      })
      begin(name, args, (result = {}) => {
        callOff()
        resolve(result)
        then(result)
      })
    })

  const bare = async (name: string, ...args: unknown[]): Promise<CallResult> => {
    const call = `${text.showCall(name, args)} without a callback`
    const settle = (outcome: string): void => {
      writer.forget(call)
      writer.answers += 1
      writer.line(`${call} ${outcome}`)
    }
    try {
      const returned = functionNamed(name)(...args)
      if (!(returned instanceof Promise)) {
        settle(`returns ${text.show(returned)}`)
        return {}
      }
      writer.expect(call)
      const result = (await returned) as CallResult | undefined
      learnIds(result, name)
      settle(`is fulfilled with ${showResult(result, name)}`)
      return result ?? {}
    } catch (error) {
      settle(`fails with ${String(error)}`)
      return {}
    }
  }

  const prepare = <Result>(name: string, ...args: unknown[]): Promise<Result> =>
    new Promise((resolve, reject) => {
      functionNamed(name)(...args, (result: Result) => {
        learnIds(result, name)
        writer.answers += 1
        const message = lastErrorMessage()
        const code = typeof result === 'number' ? result : ((result as CallResult | undefined)?.resultCode ?? 0)
        if (message === undefined && code >= 0) resolve(result)
        else reject(new Error(`${text.showCall(name, args)} -> ${text.show(result)} ${text.show(message)}`))
      })
    })

  return {
    start: (name, ...args) => begin(name, args, () => {}),
    startThen: (then, name, ...args) => begin(name, args, (result) => then(result ?? {})),
    call: (name, ...args) => callThen(() => {}, name, ...args),
    callThen,
    bare,
    prepare,
  }
}
