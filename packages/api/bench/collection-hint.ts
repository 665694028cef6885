/**
 * The CPU of a large buffer that is filled and dropped, with the hint to V8 and without: `node
 * --conditions=@chrome-socket/source bench/collection-hint.ts [hint]`. See `src/backend/arrivals/collection-hint.ts`.
 */
import { Buffer } from 'node:buffer'
import process from 'node:process'
import { hintCollection } from '../src/backend/arrivals/collection-hint.ts'

const size = 64 * 1024
const sliceMilliseconds = 100
const slices = 30
const hints = process.argv.includes('hint')

const source = new Uint8Array(size)
let buffers = 0
/** Kept, as a reader would keep it for a while. */
let last: ArrayBuffer | undefined

/** A task for each buffer, as each read is an event. */
function task(): void {
  const bytes = Buffer.allocUnsafeSlow(size)
  bytes.set(source)
  if (hints) hintCollection(size)
  last = bytes.buffer
  buffers += 1
  setImmediate(task)
}

async function microsecondsOfSlice(): Promise<number> {
  const [before, cpu] = [buffers, process.cpuUsage()]
  await new Promise((resolve) => setTimeout(resolve, sliceMilliseconds))
  const { user, system } = process.cpuUsage(cpu)
  return (user + system) / (buffers - before)
}

task()
for (let warm = 0; warm < slices / 4; warm += 1) await microsecondsOfSlice()
const measured: number[] = []
while (measured.length < slices) measured.push(await microsecondsOfSlice())
const median = measured.sort((a, b) => a - b)[slices / 2] ?? Number.NaN
console.log(`${size} bytes, ${hints ? 'with' : 'without'} the hint: ${median.toFixed(1)} µs, ${last?.byteLength} kept`)
process.exit()
