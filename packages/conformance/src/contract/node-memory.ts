/**
 * The memory in use in a runtime that has V8's collector within reach; undefined elsewhere.
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

export const memoryInUse: (() => number) | undefined =
  collect &&
  (() => {
    collect()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  })
