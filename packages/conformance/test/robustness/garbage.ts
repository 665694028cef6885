/** The memory that is in use once everything that nobody can reach is gone. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** In bytes: the heap, and what is outside of it, such as buffers. */
export async function memoryInUse(): Promise<number> {
  // Memory outside of the heap is given back by tasks that follow a collection.
  for (let round = 0; round < 3; round += 1) {
    collect()
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
  }
  const { external, heapUsed } = process.memoryUsage()
  return heapUsed + external
}
