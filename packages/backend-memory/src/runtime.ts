/**
 * What this package takes from the runtime it finds itself in: a browser, a worker, Node, Bun and Deno all have it.
 */
interface Runtime {
  readonly setTimeout: (task: () => void, milliseconds: number) => unknown
  readonly clearTimeout: (timer: unknown) => void
  readonly performance: { now(): number }
}

export const runtime: Runtime = globalThis as unknown as Runtime
