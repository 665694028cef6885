/**
 * Plays a scenario and writes its trace. The whole file is one self-contained function, because its source text
 * runs in Chromium, too: it has no imports but types.
 */
import type { CallResult, ChromeLike, Stage, UntypedChrome } from './scenario.ts'
import type { TraceText } from './trace-text.ts'

export interface PlayInput {
  readonly parameter?: string
  readonly unordered?: boolean
  readonly peers: Readonly<Record<string, number>>
  /** For so long no answer has to come before `quiet` takes it that none will, in milliseconds. */
  readonly quietMs: number
  /** For so long an awaited answer is waited for, in milliseconds. */
  readonly patienceMs: number
}

export async function playScenario(
  implementation: ChromeLike,
  scenario: (stage: Stage, parameter: string) => Promise<void>,
  input: PlayInput,
  { ids, learnId, learnPort, show, showBytes, showCall }: TraceText,
): Promise<string[]> {
  // Only what every JavaScript host has: the page's globals are not those of Node, nor the other way round.
  const host = globalThis as unknown as {
    setTimeout: (task: () => void, ms: number) => number
    clearTimeout: (id: number) => void
  }
  const chrome = implementation as UntypedChrome
  const trace: string[] = []
  const unanswered = new Set<string>()
  let answers = 0
  let isOver = false
  /** So many lines were there at the end of the last part. */
  let settled = 0

  const functions = chrome.socket as Record<string, (...args: unknown[]) => unknown>
  /** Without waiting. `answered` gets what the callback got, after it is in the trace. */
  const begin = (name: string, args: readonly unknown[], answered: (result: CallResult | undefined) => void): void => {
    const text = showCall(name, args)
    const hasCallback = name !== 'destroy' && name !== 'disconnect'
    let label = text
    for (let copy = 2; unanswered.has(label); copy += 1) label = `${text} (${copy})`
    if (hasCallback) unanswered.add(label)
    const callback = (...results: unknown[]): void => {
      if (isOver) return
      answers += 1
      const again = unanswered.delete(label) ? '' : ' AGAIN'
      const result = results[0] as CallResult | undefined
      if (typeof result === 'object' && result !== null) learnId(result.socketId)
      const error = chrome.runtime.lastError as { message?: unknown } | undefined
      const suffix = error === undefined ? '' : ` [${String(error.message)}]`
      trace.push(`${label} ->${again} ${results.map((each) => show(each)).join(', ') || 'nothing'}${suffix}`)
      answered(result)
    }
    try {
      functions[name]!(...args, ...(hasCallback ? [callback] : []))
      if (!hasCallback) {
        trace.push(text)
        answered(undefined)
      }
    } catch (error) {
      unanswered.delete(label)
      trace.push(`${text} throws ${String(error)}`)
      answered(undefined)
    }
  }
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      host.setTimeout(resolve, ms)
    })
  const sortPart = (): void => {
    if (input.unordered === true) trace.push(...trace.splice(settled).sort())
    settled = trace.length
  }
  /**
   * Times are waited for in parts: of a process that is held up for long one goes by, and it still has the others to
   * answer in.
   */
  const parts = 6
  const quiet = async (): Promise<void> => {
    for (let part = 0, seen = answers; part < parts; part += 1) {
      await pause(input.quietMs / parts)
      if (answers === seen) continue
      seen = answers
      part = -1
    }
    sortPart()
  }
  /** What it gives calls it off. */
  const afterPatience = (giveUp: () => void): (() => void) => {
    let timer = 0
    const wait = (left: number): void => {
      timer = host.setTimeout(() => (left > 1 ? wait(left - 1) : giveUp()), input.patienceMs / parts)
    }
    wait(parts)
    return () => host.clearTimeout(timer)
  }
  const callThen = (then: (result: CallResult) => unknown, name: string, ...args: unknown[]): Promise<CallResult> =>
    new Promise((resolve) => {
      const callOff = afterPatience(() => {
        trace.push(`${showCall(name, args)} is waited for in vain`)
        resolve({})
      })
      begin(name, args, (result) => {
        callOff()
        resolve(result ?? {})
        then(result ?? {})
      })
    })
  const bare = async (name: string, ...args: unknown[]): Promise<CallResult> => {
    const text = `${showCall(name, args)} without a callback`
    const later = (outcome: string): void => {
      unanswered.delete(text)
      answers += 1
      trace.push(`${text} ${outcome}`)
    }
    try {
      const returned = functions[name]!(...args)
      if (!(returned instanceof Promise)) {
        later(`returns ${show(returned)}`)
        return {}
      }
      unanswered.add(text)
      const result = ((await returned) ?? {}) as CallResult
      learnId(result.socketId)
      later(`is fulfilled with ${show(result)}`)
      return result
    } catch (error) {
      later(`fails with ${String(error)}`)
      return {}
    }
  }
  const sockets: number[] = []
  /** Preparation, of which the trace tells nothing as long as it goes well. */
  const prepare = <Result>(name: string, ...args: unknown[]): Promise<Result> =>
    new Promise((resolve, reject) => {
      functions[name]!(...args, (result: Result) => {
        answers += 1
        const error = chrome.runtime.lastError as { message?: unknown } | undefined
        const code = typeof result === 'number' ? result : ((result as CallResult | undefined)?.resultCode ?? 0)
        if (error !== undefined || code < 0)
          reject(new Error(`${showCall(name, args)} -> ${show(result)} ${show(error?.message)}`))
        else resolve(result)
      })
    })
  const create = async (type: string): Promise<number> => {
    const { socketId } = await prepare<{ socketId: number }>('create', type, {})
    learnId(socketId)
    sockets.push(socketId)
    return socketId
  }
  const bytes = (content: string | number): ArrayBuffer =>
    typeof content === 'string'
      ? Uint8Array.from(content, (character) => character.charCodeAt(0)).buffer
      : Uint8Array.from({ length: content }, (_, index) => index % 251).buffer
  const localPort = async (socketId: number): Promise<{ socketId: number; port: number }> => {
    const info = await prepare<{ localPort: number }>('getInfo', socketId)
    learnPort(info.localPort)
    return { socketId, port: info.localPort }
  }
  const connected = async (peer: string): Promise<number> => {
    const socketId = await create('tcp')
    await prepare('connect', socketId, peer.endsWith('6') ? '::1' : '127.0.0.1', input.peers[peer])
    return socketId
  }
  const listening = async (address = '127.0.0.1'): Promise<{ socketId: number; port: number }> => {
    const socketId = await create('tcp')
    await prepare('listen', socketId, address, 0)
    return localPort(socketId)
  }

  const stage: Stage = {
    chrome,
    peers: input.peers,
    call: (name, ...args) => callThen(() => {}, name, ...args),
    callThen,
    bare,
    start: (name, ...args) => begin(name, args, () => {}),
    startThen: (then, name, ...args) => begin(name, args, (result) => then(result ?? {})),
    quiet,
    breathe: () => pause(input.quietMs / 2),
    note: (text) => {
      trace.push(text)
    },
    endPart: (text) => {
      sortPart()
      trace.push(text)
      settled = trace.length
    },
    attempt: (label, action) => {
      try {
        const result = action()
        const kind = result instanceof Promise ? 'a promise' : show(result)
        if (result instanceof Promise) result.catch(() => {})
        trace.push(`${label}: ${kind}`)
      } catch (error) {
        trace.push(`${label} throws ${String(error)}`)
      }
    },
    bytes,
    show,
    readAll: async (socketId, length) => {
      const received: number[] = []
      let end = ''
      while (end === '' && received.length < length) {
        const result = await new Promise<CallResult | undefined>((resolve) => {
          const callOff = afterPatience(() => resolve(undefined))
          functions['read']!(socketId, length - received.length, (answer: CallResult) => {
            callOff()
            resolve(answer)
          })
        })
        if (result === undefined) {
          end = ', then nothing'
          break
        }
        for (const byte of new Uint8Array(result.data ?? new ArrayBuffer(0))) received.push(byte)
        if ((result.resultCode ?? 0) <= 0) end = `, then ${String(result.resultCode)}`
      }
      trace.push(`all read of ${show(socketId, 'socketId')}: ${showBytes(Uint8Array.from(received))}${end}`)
    },
    tcp: () => create('tcp'),
    udp: () => create('udp'),
    connected,
    bound: async (address = '127.0.0.1') => {
      const socketId = await create('udp')
      await prepare('bind', socketId, address, 0)
      return localPort(socketId)
    },
    listening,
    pair: async () => {
      const { socketId: listener, port } = await listening()
      const client = await create('tcp')
      await prepare('connect', client, '127.0.0.1', port)
      const { socketId: accepted } = await prepare<{ socketId: number }>('accept', listener)
      learnId(accepted)
      return { client, accepted, listener }
    },
  }
  try {
    await scenario(stage, input.parameter ?? '')
    await quiet()
  } catch (error) {
    trace.push(`FAILED: ${String(error)}`)
  }
  for (const label of unanswered) trace.push(`${label} is never answered`)
  // What the scenario has left open goes, and with it whatever of it comes later.
  const written = trace.slice()
  isOver = true
  for (const socketId of ids.keys()) functions['destroy']!(socketId)
  return written
}
