/**
 * Runs the servers of the certificate cases by themselves, for several runtimes to share: prints where they are, and
 * ends when its input does.
 */
import process from 'node:process'
import { serveCases } from '../certificates/serve-cases.ts'

const { close, ...served } = await serveCases()
process.stdout.write(`${JSON.stringify(served)}\n`)
process.stdin.resume().on('end', () => {
  close()
  process.exit()
})
