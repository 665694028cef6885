/** The memory in use after the collection of all garbage. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** The memory in use, in bytes: the heap and the memory outside it, such as buffers. */
export async function memoryInUse(): Promise<number> {
  // Tasks that follow a collection give back the memory outside the heap.
  for (let round = 0; round < 3; round += 1) {
    collect()
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
  }
  const { external, heapUsed } = process.memoryUsage()
  return heapUsed + external
}
