/**
 * How much memory this process holds after a collection: the JavaScript heap, what it owns outside, and what the runtime and
 * its libraries have allocated for it, which no counter of a runtime includes. Kernel buffers are not part of it.
 * Source: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html, https://bun.com/docs/runtime/bun-apis
 */
import { readFileSync } from 'node:fs'

interface BunRuntime {
  gc(force: boolean): void
}

const { Bun } = globalThis as unknown as { readonly Bun?: BunRuntime }

/** In bytes. Node needs `--expose-gc`. */
export async function memoryInUse(): Promise<number> {
  // What was released can only be collected once the callbacks that are due have run; and a finalizer may release more.
  for (let i = 0; i < 2; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (Bun === undefined) globalThis.gc?.()
    else Bun.gc(true)
  }
  return residentBytes()
}

/** Without what is mapped from files, where the system tells. */
function residentBytes(): number {
  if (process.platform !== 'linux') return process.memoryUsage.rss()
  const kibibytes = /^RssAnon:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  return Number(kibibytes) * 1024
}
