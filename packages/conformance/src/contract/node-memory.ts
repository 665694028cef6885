/**
 * The memory in use, after a garbage collection. Undefined in runtimes that do not give access to V8's collector.
 * Source: https://nodejs.org/docs/latest-v20.x/api/v8.html#v8setflagsfromstringflags
 */
import process from 'node:process'
import v8 from 'node:v8'
import vm from 'node:vm'

function findCollector(): (() => void) | undefined {
  const { bun, deno } = process.versions
  if (bun !== undefined || deno !== undefined) return undefined
  v8.setFlagsFromString('--expose-gc')
  return vm.runInNewContext('gc') as () => void
}

const collect: (() => void) | undefined = findCollector()

/** The memory that this Node process uses after a garbage collection, in bytes. Undefined where none can be asked for. */
export const memoryInUse: (() => number) | undefined =
  collect &&
  (() => {
    // Collected buffers are freed by another thread and count until then. A second collection first waits for that thread.
    collect()
    collect()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  })
