/**
 * Runs a client in a process of its own, which may be another runtime. It reads a job in JSON from each line of its
 * input, and writes a result on a line of its output.
 */
import { createInterface } from 'node:readline'
import { runEcho, type EchoJob, type EchoResult } from './echo-client.ts'

for await (const line of createInterface({ input: process.stdin })) {
  let result: EchoResult
  try {
    result = await runEcho(JSON.parse(line) as EchoJob)
  } catch (error) {
    result = { failure: String(error), connections: [] }
  }
  process.stdout.write(`${JSON.stringify(result)}\n`)
}
process.exit(0)
