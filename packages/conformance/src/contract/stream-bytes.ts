/** Rules 3 and 4: the owner of the bytes, and that all of them arrive, once and in order. */
import { describeResult, peerReads, peerReadsToEnd, read, readExactly, startRead, startWrite, write } from './ask.ts'
import { type ContractCase, contractCase } from './contract-case.ts'
import { pattern } from './pattern.ts'
import { type StreamSubject, openPair } from './stream-subject.ts'
import { equal, equalBytes, equalList, holds } from './trial.ts'

const sizes = [1, 1, 3, 4096, 16_384, 65_536, 100, 200_000, 7]

export const streamBytesCases: readonly ContractCase<StreamSubject>[] = [
  contractCase('read: the buffer is as long as the bytes', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    trial.meanwhile(peer.write(new Uint8Array(400_000)))
    for (const max of sizes) {
      const { result, bytes } = await read(trial, stream, max)
      equal(bytes.buffer.byteLength, result, `a read of ${max}: the length of the buffer`)
    }
  }),

  contractCase('read: bytes may be overwritten and transferred, and reading goes on', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    const sent = pattern(300_000)
    trial.meanwhile(peer.write(sent))
    for (let at = 0, turn = 0; at < sent.length; turn += 1) {
      const { result, bytes } = await read(trial, stream, sizes[turn % sizes.length])
      holds(result > 0, `a read gives ${describeResult(result)}`)
      equalBytes(bytes, sent.subarray(at, at + result), `the bytes from ${at} on`)
      at += result
      bytes.fill(0xee)
      if (turn % 2 === 0) structuredClone(bytes.buffer, { transfer: [bytes.buffer] })
    }
  }),

  contractCase('read: bytes stay as they are while reading goes on', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    const sent = pattern(300_000)
    trial.meanwhile(peer.write(sent))
    const kept: Uint8Array[] = []
    for (let count = 0; count < sent.length;) {
      const { result, bytes } = await read(trial, stream, sizes[kept.length % sizes.length])
      holds(result > 0, `a read gives ${describeResult(result)}`)
      kept.push(bytes)
      count += result
    }
    let at = 0
    for (const bytes of kept) {
      equalBytes(bytes, sent.subarray(at, at + bytes.length), `the bytes from ${at} on`)
      at += bytes.length
    }
  }),

  contractCase('read: never more than asked for, and as many as the result says', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    trial.meanwhile(peer.write(new Uint8Array(300_000)))
    for (const max of sizes) {
      const { result, bytes } = await read(trial, stream, max)
      holds(result > 0 && result <= max, `a read of ${max} gives ${describeResult(result)}`)
      equal(bytes.length, result, `the bytes of a read of ${max}`)
    }
  }),

  contractCase('read: a result that is no count comes without bytes', ['halfClose'], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    peer.end()
    equal((await read(trial, stream)).bytes.length, 0, 'the bytes at the end')
    stream.close()
    equal((await read(trial, stream)).bytes.length, 0, 'the bytes after close')
  }),

  contractCase('write: bytes are not looked at after the completion', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    const expected = pattern(200_000)
    const sending = trial.meanwhile(
      (async () => {
        for (let at = 0; at < expected.length; at += 10_000) {
          const part = expected.slice(at, at + 10_000)
          await write(trial, stream, part)
          part.fill(0xee)
        }
      })(),
    )
    // The buffers of the system are filled, and the written bytes overwritten, before anything is read.
    await trial.settles(sending)
    equalBytes(await peerReads(trial, peer, expected.length), expected, 'the bytes at the peer')
    await trial.within('the end of the writes', sending)
  }),

  contractCase('write: what is written stays as it was', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    const expected = pattern(60_000)
    const bytes = expected.slice()
    const receiving = trial.meanwhile(peerReads(trial, peer, bytes.length))
    await write(trial, stream, bytes)
    await receiving
    equalBytes(bytes, expected, 'the bytes of the writer')
  }),

  contractCase('write: of a view, only what it shows is sent', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    const all = pattern(1000)
    equal(await write(trial, stream, all.subarray(100, 105)), 5, 'the write')
    equal(await write(trial, stream, all.subarray(999)), 1, 'the write')
    equalList(
      [...(await peerReads(trial, peer, 6))],
      [...all.subarray(100, 105), ...all.subarray(999)],
      'the bytes at the peer',
    )
  }),

  contractCase('write: completes with the full length', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    for (const size of [...sizes, 1_048_577]) {
      const bytes = pattern(size, size)
      const receiving = trial.meanwhile(peerReads(trial, peer, size))
      equal(await write(trial, stream, bytes), size, 'the write')
      equalBytes(await receiving, bytes, `the ${size} bytes at the peer`)
    }
  }),

  contractCase('write: a large one completes in full with a slow reader', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    const bytes = pattern(8_388_608)
    const writing = startWrite(stream, bytes)
    await trial.quiet()
    equalBytes(await peerReads(trial, peer, bytes.length), bytes, 'the bytes at the peer')
    equal(await trial.within('the completion of the write', writing), bytes.length, 'the write')
  }),

  contractCase('write: queued ones are sent and completed in order', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    const lengths = Array.from({ length: 200 }, (_, index) => (index * 977) % 5003)
    const all = pattern(lengths.reduce((sum, length) => sum + length, 0))
    const receiving = trial.meanwhile(peerReads(trial, peer, all.length))
    const completions: number[] = []
    let at = 0
    const writes = lengths.map(async (length, index) => {
      const part = all.subarray(at, at + length)
      at += length
      const result = await startWrite(stream, part)
      completions.push(index)
      return result
    })
    equalList(await trial.within('the completion of the writes', Promise.all(writes)), lengths, 'the results')
    equalList(completions, [...lengths.keys()], 'the order of the completions')
    equalBytes(await receiving, all, 'the bytes at the peer')
  }),

  contractCase('write: an empty one gives 0 and sends nothing', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    equal(await write(trial, stream, new Uint8Array(0)), 0, 'the empty write')
    equal(await trial.settles(peer.read()), false, 'something came at the peer')
  }),

  contractCase(
    'writeNow: what it takes is sent and not looked at later, and the rest is for write',
    [],
    async (subject, trial) => {
      const { stream, peer } = await openPair(subject, trial)
      if (stream.writeNow === undefined) return
      const expected = pattern(8_388_608)
      const bytes = expected.slice()
      const taken = stream.writeNow(bytes)
      holds(Number.isInteger(taken) && taken >= 0 && taken <= bytes.length, `writeNow takes ${taken}`)
      bytes.fill(0xee, 0, taken)
      const writing = startWrite(stream, bytes.subarray(taken))
      const all = peerReads(trial, peer, expected.length)
      equalBytes(await all, expected, 'the bytes at the peer')
      equal(await trial.within('the completion of the write', writing), expected.length - taken, 'the write')
      const takenThen = stream.writeNow(pattern(65_536))
      holds(takenThen > 0, 'writeNow takes nothing, though nothing is pending')
      equalBytes(await peerReads(trial, peer, takenThen), pattern(takenThen), 'what it took, at the peer')
    },
  ),

  contractCase('writeNow: takes nothing while a write is pending, nor after close', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    if (stream.writeNow === undefined) return
    const expected = pattern(8_388_608)
    const writing = startWrite(stream, expected)
    const more = pattern(65_536)
    equal(stream.writeNow(more), 0, 'writeNow beside a write')
    equalBytes(await peerReads(trial, peer, expected.length), expected, 'the bytes at the peer')
    await trial.within('the completion of the write', writing)
    stream.close()
    equal(stream.writeNow(more), 0, 'writeNow after close')
    equal(await peerReadsToEnd(trial, peer), 0, 'the bytes after that')
  }),

  contractCase('two streams do not mix', [], async (subject, trial) => {
    const [one, other] = [await openPair(subject, trial), await openPair(subject, trial)]
    const [a, b] = [pattern(100_000, 1), pattern(100_000, 2)]
    trial.meanwhile(one.peer.write(a))
    trial.meanwhile(other.peer.write(b))
    const [gotA, gotB] = await Promise.all([
      readExactly(trial, one.stream, a.length),
      readExactly(trial, other.stream, b.length),
    ])
    equalBytes(gotA, a, 'the bytes of one')
    equalBytes(gotB, b, 'the bytes of the other')
    const reading = startRead(one.stream)
    other.stream.close()
    await one.peer.write(Uint8Array.of(5))
    equalList([...(await trial.within('a read beside a close', reading)).bytes], [5], 'the bytes of one')
  }),
]
