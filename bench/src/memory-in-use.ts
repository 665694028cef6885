/**
 * How much memory this process's objects take, after a garbage collection: the JavaScript heap and what it owns outside.
 * Source: https://nodejs.org/docs/latest-v20.x/api/process.html#processmemoryusage, https://bun.com/docs/project/benchmarking#javascript-heap-stats
 */

interface BunHeap {
  readonly fullGC: () => void
  readonly heapStats: () => { readonly heapSize: number; readonly extraMemorySize: number }
}

/** In bytes. Node needs `--expose-gc`. */
export async function memoryInUse(): Promise<number> {
  // What was released is only collectable once the callbacks that are due have run.
  await new Promise((resolve) => setTimeout(resolve, 20))
  if (process.versions.bun !== undefined) {
    const jsc: string = 'bun:jsc'
    const { fullGC, heapStats } = (await import(jsc)) as BunHeap
    fullGC()
    const { heapSize, extraMemorySize } = heapStats()
    return heapSize + extraMemorySize
  }
  globalThis.gc?.()
  await new Promise((resolve) => setImmediate(resolve))
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
