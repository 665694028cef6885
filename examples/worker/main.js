// Sockets in a worker thread, where their work does not block the main thread.
import { Worker } from 'node:worker_threads'

const worker = new Worker(new URL('worker.js', import.meta.url))
worker.on('message', (received) => {
  console.log(`The worker has received ${received} bytes`)
})
worker.on('exit', (code) => console.log(`It has ended: ${code}`))
