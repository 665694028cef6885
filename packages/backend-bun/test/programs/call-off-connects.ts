/**
 * A program that connects to a listener whose process is stopped, until its queue is full and it does not answer any more.
 * Then it cancels the pending connects, so nothing keeps this process alive.
 */
import type { Cancel, TcpStream } from '@chrome-socket/api/backend'
import { bunBackend } from '../../src/index.ts'

/** The length of the listener's queue. Bun always listens with 512, and Linux queues one connection more. */
const queueLength = 513
const backend = bunBackend()
const to = { address: process.argv[2] ?? '', port: Number(process.argv[3]) }
const streams: TcpStream[] = []
const pending = new Set<Cancel>()

for (let count = 0; count < queueLength + 20; count += 1) {
  const cancel = backend.connect(to, (_result, stream) => {
    pending.delete(cancel)
    if (stream !== undefined) streams.push(stream)
    if (streams.length < queueLength) return
    for (const each of pending) each()
    for (const each of streams) each.close()
    console.log(`called off ${pending.size}`)
  })
  pending.add(cancel)
}
