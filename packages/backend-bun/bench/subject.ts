/**
 * One variant in a process of its own: `bun subject.ts raw|ours <ports>`. For each line `<measurement> <milliseconds>`
 * or `idle <count>` on standard input it prints a line: operations per second and CPU microseconds per operation,
 * or bytes per connection; before that a line `connect <port>` when it wants connections.
 */
import { createInterface } from 'node:readline'
import { Meter } from './measurement.ts'
import type { MeasurementName, Variant } from './measurement.ts'
import { ours } from './ours.ts'
import type { Ports } from './peer.ts'
import { raw } from './raw.ts'

const [, , variantName, portsJson = ''] = process.argv
const variant: Variant = variantName === 'raw' ? raw : ours
const ports = JSON.parse(portsJson) as Ports

async function rate(name: MeasurementName, milliseconds: number): Promise<object> {
  const meter = new Meter(milliseconds)
  const cpu = process.cpuUsage()
  const begun = performance.now()
  const measuring = variant[name](ports, meter, (port) => console.log(`connect ${port}`))
  await meter.over
  const { user, system } = process.cpuUsage(cpu)
  const seconds = (performance.now() - begun) / 1000
  await measuring
  return { rate: meter.counted / seconds, cpu: (user + system) / meter.counted }
}

function settledMemory(): number {
  const { Bun } = globalThis as unknown as { Bun: { gc(force: boolean): void } }
  for (let round = 0; round < 3; round += 1) Bun.gc(true)
  return process.memoryUsage.rss()
}

/** In batches, so that what is left over from opening them is not counted; the first ones pay for what all share. */
async function memory(count: number): Promise<object> {
  const kept = [await variant.idle(ports, 500)]
  const before = settledMemory()
  for (let opened = 0; opened < count; opened += 250) {
    kept.push(await variant.idle(ports, 250))
    settledMemory()
  }
  const bytes = (settledMemory() - before) / count
  return { bytes, kept: kept.length }
}

createInterface({ input: process.stdin }).on('line', async (line) => {
  const [name = '', amount = ''] = line.split(' ')
  const result = name === 'idle' ? await memory(Number(amount)) : await rate(name as MeasurementName, Number(amount))
  console.log(JSON.stringify(result))
})
