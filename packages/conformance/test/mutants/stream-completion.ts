/** Streams that break rule 1: completions come too early or too often, or starve everything else. */
import { type Backend, NetError, afterMicrotasks, readBytes } from '@chrome-socket/api/backend'
import { connectedStreams, completionOf } from './changed-sockets.ts'
import type { Mutant } from './mutant.ts'

export const streamCompletionMutants: readonly Mutant<Backend>[] = [
  {
    name: 'completes an empty write inside the call',
    change: connectedStreams((inner) => ({
      write(bytes, done) {
        if (bytes.length === 0 && inner.setNoDelay(true)) done(0)
        else inner.write(bytes, done)
      },
    })),
    fails: ['stream: no completion comes inside the call that asks for it'],
  },
  {
    name: 'completes an empty write in a microtask',
    change: connectedStreams((inner) => ({
      write(bytes, done) {
        if (bytes.length === 0 && inner.setNoDelay(true)) queueMicrotask(() => done(0))
        else inner.write(bytes, done)
      },
    })),
    fails: [
      "stream: no completion comes in a microtask of the caller's turn",
      'stream: a call made inside a completion is answered after the microtasks of that',
    ],
  },
  {
    name: 'completes writes twice',
    change: connectedStreams((inner) => ({
      write(bytes, done) {
        inner.write(bytes, (result) => {
          done(result)
          afterMicrotasks(() => done(result))
        })
      },
    })),
    fails: [
      'stream: each completion comes exactly once',
      'a peer that has closed: writes fail before long, each completes once, and it stays so',
    ],
  },
  {
    name: 'completes a closed read once more, with the end',
    change: connectedStreams((inner) => ({
      read(max, reader) {
        const done = completionOf(reader)
        readBytes(inner, max, (result, bytes) => {
          done(result, bytes)
          if (result === NetError.ERR_CONNECTION_CLOSED) afterMicrotasks(() => done(0, new Uint8Array(0)))
        })
      },
    })),
    fails: [
      'stream: each completion comes exactly once',
      'close: once more is harmless, and nothing comes afterwards',
      'close: inside the completion of a read',
    ],
  },
  {
    name: 'starves timers',
    change: connectedStreams((inner, life) => {
      let queue: (() => void)[] = []
      const run = (): void => {
        const tasks = queue
        queue = []
        for (const task of tasks) task()
        if (queue.length > 0) process.nextTick(run)
      }
      return {
        write(bytes, done) {
          // Only in the case that counts timers.
          if (life.closed || bytes.length !== 16) {
            inner.write(bytes, done)
            return
          }
          if (queue.length === 0) process.nextTick(run)
          queue.push(() => done(16))
        },
      }
    }),
    fails: ['a million small writes, with timers firing meanwhile and memory bounded'],
  },
]
