/**
 * A scenario: a program of `chrome.socket` calls that plays the same in Chromium's app page and in any other process.
 * It runs in both, so it imports nothing that only Node has.
 */

/** An implementation: `chrome`, with the functions of `chrome.socket`, and `chrome.runtime` for `lastError`. */
export interface ChromeLike {
  readonly socket: object
  readonly runtime: object
}

/** The same, for scenarios that try what its types do not allow. */
export interface UntypedChrome {
  readonly socket: Readonly<Record<string, unknown>>
  readonly runtime: { lastError?: unknown }
}

/** Names of results that a scenario goes on with; the rest of a result only goes into the trace. */
export interface CallResult {
  readonly socketId?: number
  readonly resultCode?: number
  readonly bytesWritten?: number
  readonly localPort?: number
  readonly data?: ArrayBuffer
}

/**
 * What a scenario does its calls with. Everything done is put down in the trace by itself, with socket ids and
 * ephemeral ports replaced by the order of their appearance, and known peers' ports by their names.
 */
export interface Stage {
  readonly chrome: UntypedChrome
  /** The ports of the peers that run meanwhile, on 127.0.0.1 and where named so, on ::1. */
  readonly peers: Readonly<Record<string, number>>
  /** Calls a function with a callback behind `args`, and waits for its answer. What it throws is put down, too. */
  call(name: string, ...args: unknown[]): Promise<CallResult>
  /** The same, and `then` is run in the callback. */
  callThen(then: (result: CallResult) => unknown, name: string, ...args: unknown[]): Promise<CallResult>
  /** Calls a function with just these arguments, and waits for the promise that it may return. */
  bare(name: string, ...args: unknown[]): Promise<CallResult>
  /**
   * The same without waiting: the answer is put down when it comes, or as one that never came. `then` is run in the
   * callback.
   */
  start(name: string, ...args: unknown[]): void
  startThen(then: (result: CallResult) => unknown, name: string, ...args: unknown[]): void
  /** Waits until no answer has come for a while. */
  quiet(): Promise<void>
  /** Gives what is under way half that time. */
  breathe(): Promise<void>
  /** Puts a line down. */
  note(text: string): void
  /** The same, at the end of a part: where a scenario is unordered, its lines are sorted. */
  endPart(text: string): void
  /** Puts down what `action` throws, or what kind of value it returns. */
  attempt(label: string, action: () => unknown): void
  /** `text`, or that many bytes of a pattern. */
  bytes(content: string | number): ArrayBuffer
  /** Makes a value readable, with ids and ports replaced. */
  show(value: unknown): string
  /** Reads until `length` bytes have come, and puts down how it ended, however the bytes were cut. */
  readAll(socketId: number, length: number): Promise<void>
  /** Not in the trace: a new socket; one that is connected; one that listens, with its port; both ends of a connection. */
  tcp(): Promise<number>
  udp(): Promise<number>
  connected(peer: string): Promise<number>
  bound(address?: string): Promise<{ readonly socketId: number; readonly port: number }>
  listening(address?: string): Promise<{ readonly socketId: number; readonly port: number }>
  pair(): Promise<{ readonly client: number; readonly accepted: number; readonly listener: number }>
}

/** What a backend need not have, and, in the case of `ipv6` and multicast `groups`, not every host either. */
export type Part = 'listen' | 'datagram' | 'networkInterfaces' | 'tls' | 'ipv6' | 'groups'

export interface Scenario {
  /** Unique, and what it is about: `tcp: read before connect`. */
  readonly name: string
  /** Why the scenario is there, in one line: a rule that apps rely on, or a corner in which Chromium surprises. */
  readonly why: string
  readonly needs?: readonly Part[]
  /** The app's permission for sockets, as in its manifest; everything by default. */
  readonly permissions?: readonly string[]
  /** Whether what the console and the global error handler get belongs to the trace. */
  readonly reports?: boolean
  /** Whether the lines between two `quiet`s are sorted: the order there is not Chromium's to say, but that of the system. */
  readonly unordered?: boolean
  /** Whether Chromium is known not to do the same each time: it is recorded more often then. */
  readonly varies?: boolean
  readonly play: (stage: Stage, parameter: string) => Promise<void>
  /** Given to `play`, so that one program can be several scenarios. */
  readonly parameter?: string
}

/** What came of a scenario, line by line. */
export type Trace = readonly string[]
