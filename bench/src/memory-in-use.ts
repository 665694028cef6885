/**
 * The memory that this process holds after a garbage collection: the JavaScript heap, the memory outside that it owns, and
 * the memory of the runtime and its libraries, which no counter of a runtime includes. Kernel buffers do not count.
 * Source: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html, https://bun.com/docs/runtime/bun-apis
 */
import { readFileSync } from 'node:fs'

interface BunRuntime {
  gc(force: boolean): void
}

const { Bun } = globalThis as unknown as { readonly Bun?: BunRuntime }

/** The memory in use, in bytes. Node needs `--expose-gc`. */
export async function memoryInUse(): Promise<number> {
  // Released objects can be collected only after pending callbacks have run, and a finalizer may release more objects.
  for (let i = 0; i < 2; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (Bun === undefined) globalThis.gc?.()
    else Bun.gc(true)
  }
  return residentBytes()
}

/** The resident memory. On Linux it does not include mapped files. */
function residentBytes(): number {
  if (process.platform !== 'linux') return process.memoryUsage.rss()
  const kibibytes = /^RssAnon:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  return Number(kibibytes) * 1024
}
