/**
 * A scenario: a program of `chrome.socket` calls that plays the same in Chromium's app page and in any other process.
 * It runs in both, so it imports nothing that only Node has.
 */

/** An implementation: `chrome`, with the functions of `chrome.socket`, and `chrome.runtime` for `lastError`. */
export interface ChromeLike {
  /** The functions of `chrome.socket`. */
  readonly socket: object
  /** The functions of `chrome.sockets`. Undefined in an implementation of chrome.socket only. */
  readonly sockets?: object
  /** The object `chrome.runtime`, for `lastError`. */
  readonly runtime: object
}

/** The same implementation without its types, for scenarios that make calls which the types forbid. */
export interface UntypedChrome {
  readonly socket: Readonly<Record<string, unknown>>
  readonly sockets?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly runtime: { lastError?: unknown }
}

/** The parts of a result that scenarios use. The rest of a result is only written into the trace. */
export interface CallResult {
  readonly socketId?: number
  readonly resultCode?: number
  readonly bytesWritten?: number
  readonly bytesSent?: number
  readonly localPort?: number
  readonly data?: ArrayBuffer
}

/** The parts of an event's argument that scenarios use. */
export interface EventInfo {
  readonly socketId?: number
  readonly clientSocketId?: number
  readonly resultCode?: number
  readonly data?: ArrayBuffer
}

/**
 * The calls of a scenario go through its stage, which writes them and their answers into the trace. Socket ids and
 * ephemeral ports are shown by the order in which they appear, and a peer's port by the peer's name.
 *
 * The name of a function is `connect` for chrome.socket.connect, and `tcp.connect` for chrome.sockets.tcp.connect.
 */
export interface Stage {
  /** The implementation itself, for acts that the other members do not offer. */
  readonly chrome: UntypedChrome
  /** The ports of the peers, by name. A peer is on 127.0.0.1, or on ::1 when its name ends with 6. */
  readonly peers: Readonly<Record<string, number>>
  /** Calls a function with a callback behind `args`, and waits for its answer. An exception is written, too. */
  call(name: string, ...args: unknown[]): Promise<CallResult>
  /** Does the same, and runs `then` in the callback. */
  callThen(then: (result: CallResult) => unknown, name: string, ...args: unknown[]): Promise<CallResult>
  /** Calls a function with only these arguments, and waits for the promise that it may return. */
  bare(name: string, ...args: unknown[]): Promise<CallResult>
  /**
   * Does the same without waiting. The answer is written when it comes, or at the end if it never came. `then` runs in
   * the callback.
   */
  start(name: string, ...args: unknown[]): void
  /** Does the same as `start`, and runs `then` in the callback. */
  startThen(then: (result: CallResult) => unknown, name: string, ...args: unknown[]): void
  /** Waits until no answer has come for a while. */
  quiet(): Promise<void>
  /** Waits for half that time, so that results under way can arrive. */
  breathe(): Promise<void>
  /** Writes a line. */
  note(text: string): void
  /** Ends a part, as `quiet` does, and writes a line. The lines of a part are sorted in an unordered scenario. */
  endPart(text: string): void
  /** Runs `action` and writes the value that it returns, or the exception. */
  attempt(label: string, action: () => unknown): void
  /** Makes bytes: a text, or a number of bytes of a pattern. */
  bytes(content: string | number): ArrayBuffer
  /** Makes a value readable, with ids and ports replaced. */
  show(value: unknown): string
  /** Reads until `length` bytes have come or reading ends, and writes all of it as one line. */
  readAll(socketId: number, length: number): Promise<void>
  /**
   * Makes a TCP socket. The trace shows neither this function nor the next ones, which make sockets in other states.
   */
  tcp(): Promise<number>
  /** Makes a UDP socket. */
  udp(): Promise<number>
  /** Makes a TCP socket that is connected to a peer. */
  connected(peer: string): Promise<number>
  /** Makes a bound UDP socket, on 127.0.0.1 unless another address is given. */
  bound(address?: string): Promise<{ readonly socketId: number; readonly port: number }>
  /** Makes a TCP socket that listens, at 127.0.0.1 unless another address is given. */
  listening(address?: string): Promise<{ readonly socketId: number; readonly port: number }>
  /** Makes both ends of a connection, and the socket that has accepted it. */
  pair(): Promise<{ readonly client: number; readonly accepted: number; readonly listener: number }>
  /** Does the same for chrome.sockets. */
  readonly sockets: SuccessorSockets
  /** Writes each event of a name, such as `tcp.onReceive`, and calls `then`. Returns the function that stops it. */
  hear(event: string, then?: (info: EventInfo) => unknown): () => void
  /** Hears an event and waits for the next, or for an event that has been written and not awaited. */
  next(event: string): Promise<EventInfo>
  /** Starts to collect the bytes of tcp.onReceive and the end of tcp.onReceiveError, without writing them. */
  collect(): void
  /** Waits until `length` bytes or the end are collected, and writes all of it as one line. */
  received(socketId: number, length: number): Promise<void>
  /** Writes the collected bytes of each socket that `received` has not written. */
  noteReceived(): void
}

/** Makes sockets of chrome.sockets to begin with: new, connected, listening, bound, or both ends of a connection. */
export interface SuccessorSockets {
  tcp(properties?: object): Promise<number>
  server(properties?: object): Promise<number>
  udp(properties?: object): Promise<number>
  connected(peer: string, properties?: object): Promise<number>
  listening(address?: string, properties?: object): Promise<{ readonly socketId: number; readonly port: number }>
  bound(address?: string, properties?: object): Promise<{ readonly socketId: number; readonly port: number }>
  /** `accepted` is paused, as every accepted socket is. */
  pair(properties?: object): Promise<{ readonly client: number; readonly accepted: number; readonly server: number }>
}

/** A part that a backend may lack. Some hosts lack `ipv6` and multicast `groups`. */
export type Part = 'listen' | 'datagram' | 'networkInterfaces' | 'tls' | 'ipv6' | 'groups' | 'sockets'

/** A program of `chrome` calls that plays the same in Chromium and anywhere else. */
export interface Scenario {
  /** The name, which is unique: `tcp: read before connect`. The recording has the traces under this name. */
  readonly name: string
  /** The purpose of the scenario, in one line: a rule that apps rely on, or a surprise of Chromium. */
  readonly why: string
  /** The parts that the scenario needs. Without them it does not apply. */
  readonly needs?: readonly Part[]
  /** The app's permission for sockets, as in its manifest. The default allows everything. */
  readonly permissions?: readonly string[]
  /** The manifest's key `sockets`. The default allows everything. */
  readonly sockets?: object
  /** Whether the trace ends with the messages of the console and the global error handler. */
  readonly reports?: boolean
  /** Whether the lines between two `quiet`s are sorted, because the system decides their order. */
  readonly unordered?: boolean
  /** Whether Chromium is nondeterministic here. Such a scenario is recorded more often. */
  readonly varies?: boolean
  /**
   * The program. It must be self-contained: Chromium gets its source text. The name for a host that does not exist is
   * `nosuch..invalid`, for which no resolver asks a DNS server.
   */
  readonly play: (stage: Stage, parameter: string) => Promise<void>
  /** The parameter of `play`, so that one program can be several scenarios. */
  readonly parameter?: string
}

/** A scenario's calls, answers and events, line by line. */
export type Trace = readonly string[]

/**
 * The parts of a manifest that are about sockets. With neither part, everything is allowed; with one part, nothing else
 * is.
 */
export interface Manifest {
  /** The permissions for chrome.socket. */
  readonly permissions?: { readonly socket: readonly string[] }
  /** The permissions for chrome.sockets. */
  readonly sockets?: object
}

/** The manifest of a scenario's app. */
export function manifestOf({ permissions, sockets }: Scenario): Manifest {
  return {
    ...(permissions !== undefined && { permissions: { socket: permissions } }),
    ...(sockets !== undefined && { sockets }),
  }
}
