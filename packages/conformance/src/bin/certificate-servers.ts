/**
 * Runs the servers of the certificate cases in their own process, for several runtimes to share. It prints their ports,
 * and ends when its input ends.
 */
import process from 'node:process'
import { serveCases } from '../certificates/serve-cases.ts'

const { close, ...served } = await serveCases()
process.stdout.write(`${JSON.stringify(served)}\n`)
process.stdin.resume().on('end', () => {
  close()
  process.exit()
})
