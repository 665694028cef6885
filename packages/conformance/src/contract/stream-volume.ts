/** Many bytes, many calls and slow readers: faults that show only then, and the bounds of the used memory. */
import { readBytes } from '@chrome-socket/api/backend'
import { describeResult, read, startWrite } from './ask.ts'
import { type ContractCase, contractCase } from './contract-case.ts'
import { Checksum, pattern } from './pattern.ts'
import type { RawStream } from './raw-peer.ts'
import { type StreamSubject, openPair, overflow } from './stream-subject.ts'
import { ContractViolation, type Trial, equal, holds, sleep } from './trial.ts'

/** The limit on the growth of memory during many writes, in bytes. */
const memoryBound = 33_554_432

/** The number of timers that must fire while operations follow each other without a pause. */
const timersExpected = 10
const leastInRow = 100_000

export const streamVolumeCases: readonly ContractCase<StreamSubject>[] = [
  contractCase('64 MiB from the peer to a slow reader', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    const [sent, got] = [new Checksum(), new Checksum()]
    const total = trial.scaled(67_108_864)
    const sending = trial.meanwhile(
      sendAll(total, sent, async (bytes) => {
        await peer.write(bytes)
      }),
    )
    for (let reads = 0; got.length < total; reads += 1) {
      const { result, bytes } = await read(trial, stream)
      holds(result > 0, `a read after ${got.length} bytes gives ${describeResult(result)}`)
      got.add(bytes)
      if (reads % 50 === 0) await sleep(1)
    }
    await trial.within('the end of the sending', sending)
    equal(got.toString(), sent.toString(), 'what was read')
  }),

  contractCase('64 MiB to a slow peer', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    const [sent, got] = [new Checksum(), new Checksum()]
    const total = trial.scaled(67_108_864)
    const sending = trial.meanwhile(
      sendAll(total, sent, async (bytes) => {
        equal(await startWrite(stream, bytes), bytes.length, 'a write')
      }),
    )
    for (let reads = 0; got.length < total; reads += 1) {
      const bytes = await trial.within('bytes at the peer', peer.read())
      holds(bytes !== undefined, `the peer saw the end after ${got.length} bytes`)
      got.add(bytes)
      if (reads % 50 === 0) await sleep(1)
    }
    await trial.within('the end of the sending', sending)
    equal(got.toString(), sent.toString(), 'what the peer read')
  }),

  contractCase('both directions at once', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    const [sent, got] = [new Checksum(), new Checksum()]
    const total = trial.scaled(8_388_608)
    const echoing = trial.meanwhile(
      (async () => {
        for (let count = 0; count < total;) {
          const bytes = await peer.read()
          holds(bytes !== undefined, 'the peer saw the end')
          count += bytes.length
          await peer.write(bytes)
        }
      })(),
    )
    const sending = trial.meanwhile(
      sendAll(total, sent, async (bytes) => {
        await startWrite(stream, bytes)
      }),
    )
    while (got.length < total) got.add((await read(trial, stream)).bytes)
    await trial.within('the end of the echo', Promise.all([echoing, sending]))
    equal(got.toString(), sent.toString(), 'what came back')
  }),

  contractCase('reads of one byte in a row, with timers firing meanwhile', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    const block = pattern(4099)
    // It ends when the stream and the peer are closed.
    trial.meanwhile(
      (async () => {
        for (;;) await peer.write(block)
      })(),
    )
    await manyInRow(trial, trial.scaled(200_000), 1, (index, next) => {
      readBytes(stream, 1, (result, bytes) => {
        next(
          result === 1 && bytes[0] === block[index % block.length] ? '' : `read ${index} gives ${result}: ${bytes[0]}`,
        )
      })
    })
  }),

  contractCase(
    'a million small writes, with timers firing meanwhile and memory bounded',
    [],
    async (subject, trial) => {
      const { stream, peer } = await openPair(subject, trial)
      const bytes = pattern(16)
      let received = 0
      trial.meanwhile(
        (async () => {
          for (let part = await peer.read(); part !== undefined; part = await peer.read()) received += part.length
        })(),
      )
      const memoryBefore = trial.memoryInUse?.()
      const writes = await manyInRow(trial, trial.scaled(1_000_000), 100, (index, next) => {
        stream.write(bytes, (result) => {
          next(result === bytes.length ? '' : `write ${index} gives ${describeResult(result)}`)
        })
      })
      const grown = memoryBefore === undefined ? 0 : (trial.memoryInUse?.() ?? 0) - memoryBefore
      holds(grown < memoryBound, `memory grew by ${grown} bytes`)
      await trial.until('the last byte at the peer', () => received >= writes * bytes.length)
      equal(received, writes * bytes.length, 'the bytes at the peer')
    },
  ),

  contractCase('backpressure: a peer that sends to nobody reading is held up', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    equal(await taken(trial, peer, async (bytes) => peer.write(bytes)), false, 'all was taken with nobody reading')
    equal((await read(trial, stream)).result > 0, true, 'reading goes on')
  }),

  contractCase('backpressure: it stays so after reading began and stopped', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    trial.meanwhile(peer.write(new Uint8Array(100_000)))
    await read(trial, stream, 10)
    equal(await taken(trial, peer, async (bytes) => peer.write(bytes)), false, 'all was taken with nobody reading')
  }),

  contractCase('backpressure: writes to a peer that does not read are held up', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    const all = await taken(trial, peer, async (bytes) => {
      await startWrite(stream, bytes)
    })
    equal(all, false, 'all was taken with nobody reading')
  }),
]

/** Sends `total` bytes in parts, and adds them to the sum. */
async function sendAll(total: number, sum: Checksum, send: (bytes: Uint8Array) => Promise<void>): Promise<void> {
  const block = pattern(1_000_003)
  for (let left = total, part = 0; left > 0; part += 1) {
    const length = Math.min(left, 65_536 + (part % 7) * 1000)
    const from = (part * 7919) % (block.length - length)
    const bytes = block.slice(from, from + length)
    sum.add(bytes)
    await send(bytes)
    left -= length
  }
}

/** Whether `send` takes more than the bound allows, besides the bytes that the system may hold. */
async function taken(
  trial: Trial,
  { systemHolds = 0 }: RawStream,
  send: (bytes: Uint8Array) => Promise<void>,
): Promise<boolean> {
  const bytes = new Uint8Array(65_536)
  const limit = systemHolds + overflow.length
  for (let sent = 0; sent < limit; sent += bytes.length) {
    // Several silences in a row tell a sender that is held up from a slow one.
    const sending = send(bytes)
    sending.catch(() => {})
    if (!(await trial.settles(sending)) && !(await trial.settles(sending)) && !(await trial.settles(sending)))
      return false
  }
  return true
}

/**
 * Starts an operation at the end of the one before it, with `width` of them under way, at least `total` times and until
 * timers have fired often enough. Each calls `next` with its fault, if it has one. Returns the number of operations.
 */
async function manyInRow(
  trial: Trial,
  total: number,
  width: number,
  operation: (index: number, next: (wrong: string) => void) => void,
): Promise<number> {
  let fired = 0
  let timer = setTimeout(function again() {
    fired += 1
    timer = setTimeout(again, 0)
  }, 0)
  const limit = Math.max(total, leastInRow)
  let started = 0
  const all = new Promise<void>((resolve, reject) => {
    let underWay = 0
    const start = (): void => {
      underWay += 1
      started += 1
      operation(started - 1, (wrong) => {
        underWay -= 1
        if (wrong !== '') reject(new ContractViolation(wrong))
        else if (started < limit && (started < total || fired < timersExpected)) start()
        else if (underWay === 0) resolve()
      })
    }
    while (underWay < Math.min(width, total)) start()
  })
  try {
    await trial.within('the end of many operations in a row', all, 12)
  } finally {
    clearTimeout(timer)
  }
  holds(fired >= timersExpected, `${started} operations in a row let only ${fired} timers fire`)
  return started
}
