/**
 * Rule 2: `close` is idempotent and completes all pending operations with `ERR_CONNECTION_CLOSED`. Nothing comes after
 * it.
 */
import { NetError, readBytes } from '@chrome-socket/api/backend'
import { describeResult, peerReads, peerReadsToEnd, read, startRead, startWrite, write } from './ask.ts'
import { type ContractCase, contractCase } from './contract-case.ts'
import { pattern } from './pattern.ts'
import { type StreamSubject, carryByte, openPair, overflow, unread } from './stream-subject.ts'
import { equal, equalBytes, equalList, holds } from './trial.ts'

const closed = describeResult(NetError.ERR_CONNECTION_CLOSED)

export const streamCloseCases: readonly ContractCase<StreamSubject>[] = [
  contractCase('close: a pending read completes with ERR_CONNECTION_CLOSED', [], async (subject, trial) => {
    const { stream } = await openPair(subject, trial)
    const reading = startRead(stream)
    await trial.quiet()
    stream.close()
    const { result, bytes } = await trial.within('the completion of the read', reading)
    equal(describeResult(result), closed, 'the read')
    equal(bytes.length, 0, 'its bytes')
  }),

  contractCase('close: pending writes complete with ERR_CONNECTION_CLOSED, in order', [], async (subject, trial) => {
    const { stream } = await openPair(subject, trial)
    const order: number[] = []
    const results = Array.from({ length: 4 }, async (_, index) => {
      const result = await startWrite(stream, overflow)
      order.push(index)
      return describeResult(result)
    })
    holds(!(await trial.settles(Promise.race(results))), '16 MiB were taken from a writer although nobody reads')
    stream.close()
    const found = await trial.within('the completion of the writes', Promise.all(results))
    equalList(found, [closed, closed, closed, closed], 'the writes')
    equalList(order, [0, 1, 2, 3], 'their order')
  }),

  contractCase('close: a pending read and a pending write both complete', [], async (subject, trial) => {
    const { stream } = await openPair(subject, trial)
    const reading = startRead(stream)
    const writing = startWrite(stream, overflow)
    stream.close()
    const [{ result }, written] = await trial.within('both completions', Promise.all([reading, writing]))
    equalList([describeResult(result), describeResult(written)], [closed, closed], 'the read and the write')
  }),

  contractCase('close: once more is harmless, and nothing comes afterwards', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    const results: string[] = []
    readBytes(stream, 100, (result) => {
      results.push(describeResult(result))
    })
    stream.close()
    stream.close()
    await trial.until('the completion of the read', () => results.length > 0)
    stream.close()
    await peer.write(new Uint8Array(1000)).catch(() => {})
    await trial.quiet()
    equalList(results, [closed], 'the completions of the read')
  }),

  contractCase('close: later calls complete with ERR_CONNECTION_CLOSED', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    await peer.write(Uint8Array.of(1))
    await trial.quiet()
    stream.close()
    const found = [
      (await read(trial, stream)).result,
      await write(trial, stream, Uint8Array.of(1)),
      await write(trial, stream, new Uint8Array(0)),
      (await read(trial, stream)).result,
    ]
    equalList(found.map(describeResult), [closed, closed, closed, closed], 'read, write, empty write, read')
  }),

  contractCase('close: the peer sees the end', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    stream.close()
    equal(await peerReadsToEnd(trial, peer), 0, 'the bytes at the peer')
  }),

  contractCase('close: bytes whose write has completed reach the peer, then the end', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    const bytes = pattern(200_000)
    const receiving = trial.meanwhile(peerReads(trial, peer, bytes.length))
    for (let at = 0; at < bytes.length; at += 50_000) await write(trial, stream, bytes.subarray(at, at + 50_000))
    stream.close()
    equalBytes(await receiving, bytes, 'the bytes at the peer')
    equal(await peerReadsToEnd(trial, peer), 0, 'the bytes after them')
  }),

  contractCase(
    'close: inside the completion of a write, its bytes still reach the peer',
    [],
    async (subject, trial) => {
      const { stream, peer } = await openPair(subject, trial)
      const bytes = pattern(5000)
      stream.write(bytes, () => {
        stream.close()
      })
      equalBytes(await peerReads(trial, peer, bytes.length), bytes, 'the bytes at the peer')
      equal(await peerReadsToEnd(trial, peer), 0, 'the bytes after them')
    },
  ),

  contractCase('close: inside the completion of a read', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    const results: number[] = []
    readBytes(stream, 1, (result) => {
      results.push(result)
      stream.close()
      readBytes(stream, 1, (later) => {
        results.push(later)
      })
    })
    await peer.write(Uint8Array.of(1, 2))
    await trial.until('the second read', () => results.length > 1)
    await trial.quiet()
    equalList(results, [1, NetError.ERR_CONNECTION_CLOSED], 'the reads')
  }),

  contractCase('close: with bytes that nobody has read, the peer sees the end', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    await trial.within('a write of the peer', peer.write(unread))
    await carryByte(trial, await openPair(subject, trial))
    stream.close()
    equal(await peerReadsToEnd(trial, peer), 0, 'the bytes at the peer')
  }),

  contractCase(
    'close: inside the completion of a read, with more unread, the peer sees the end',
    [],
    async (subject, trial) => {
      const { stream, peer } = await openPair(subject, trial)
      readBytes(stream, 1, () => stream.close())
      await trial.within('a write of the peer', peer.write(unread))
      equal(await peerReadsToEnd(trial, peer), 0, 'the bytes at the peer')
    },
  ),

  contractCase('close: inside the completion of a read, its bytes stay as they are', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    const sent = pattern(1_000_000)
    trial.meanwhile(peer.write(sent))
    const kept: Uint8Array[] = []
    let length = 0
    const readOn = (): void =>
      readBytes(stream, 65_536, (result, bytes) => {
        if (result <= 0) return
        kept.push(bytes)
        length += result
        if (length < 500_000) readOn()
        else stream.close()
      })
    readOn()
    await trial.until('half of the bytes', () => length >= 500_000)
    await trial.quiet()
    let at = 0
    for (const bytes of kept) {
      equalBytes(bytes, sent.subarray(at, at + bytes.length), `the bytes from ${at} on`)
      at += bytes.length
    }
  }),

  contractCase('close: directly after the peer has sent, the peer sees the end', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    await carryByte(trial, { stream, peer })
    await trial.within('a write of the peer', peer.write(unread))
    stream.close()
    equal(await peerReadsToEnd(trial, peer), 0, 'the bytes at the peer')
  }),

  contractCase('close: local and peer are still known', [], async (subject, trial) => {
    const { stream } = await openPair(subject, trial)
    const before = JSON.stringify([stream.local, stream.peer])
    stream.close()
    await trial.quiet()
    equal(JSON.stringify([stream.local, stream.peer]), before, 'local and peer')
  }),
]
