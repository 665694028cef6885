/** The messages between a page and the threads of its workers. */

/** The worker that a thread runs. */
export interface WorkerTask {
  /** The path of the app's package. */
  readonly location: string
  readonly origin: string
  /** The URL of the script. */
  readonly url: string
  /** The text of the script, if `url` is that of a Blob. */
  readonly text: string | undefined
  readonly name: string
  readonly isModule: boolean
}

/** A message to the thread: one of the app. */
export interface ToThread {
  readonly data: unknown
}

/** A message from the thread. */
export type FromThread =
  | { readonly type: 'message'; readonly data: unknown }
  /** A line for the console. */
  | { readonly type: 'print'; readonly method: ConsoleMethod; readonly line: string }
  /** An uncaught error. Errors with the context `Uncaught` raise `error` at the Worker. */
  | { readonly type: 'error'; readonly context: string; readonly message: string; readonly stack: string }
  /** The script is not there. */
  | { readonly type: 'missing' }
  | { readonly type: 'close' }

export type ConsoleMethod = 'debug' | 'error' | 'info' | 'log' | 'warn'
