/**
 * The peer ends or resets the connection: a read of 0 after all its bytes, writes after the end, and errors after a
 * reset.
 */
import { NetError } from '@chrome-socket/api/backend'
import { describeResult, peerReads, read, readExactly, startRead, startWrite, write } from './ask.ts'
import { type ContractCase, contractCase } from './contract-case.ts'
import { pattern } from './pattern.ts'
import { type StreamSubject, openPair, overflow } from './stream-subject.ts'
import { equal, equalBytes, equalList, holds } from './trial.ts'

const reset = describeResult(NetError.ERR_CONNECTION_RESET)

export const streamEndCases: readonly ContractCase<StreamSubject>[] = [
  contractCase('end: all that the peer sent is read, then each read gives 0', ['halfClose'], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    const sent = pattern(150_000)
    trial.meanwhile(peer.write(sent))
    peer.end()
    await trial.quiet()
    equalBytes(await readExactly(trial, stream, sent.length), sent, 'the bytes')
    for (const which of ['first', 'second', 'third']) {
      equal(describeResult((await read(trial, stream)).result), 'OK', `the ${which} read at the end`)
    }
  }),

  contractCase('end: a pending read gives 0', ['halfClose'], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    const reading = startRead(stream)
    await trial.quiet()
    peer.end()
    equal(describeResult((await trial.within('the completion of the read', reading)).result), 'OK', 'the read')
  }),

  contractCase('end: writing goes on after the peer has ended its side', ['halfClose'], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    peer.end()
    equal((await read(trial, stream)).result, 0, 'the read')
    await trial.quiet()
    const bytes = pattern(300_000)
    const receiving = trial.meanwhile(peerReads(trial, peer, bytes.length))
    equal(await write(trial, stream, bytes.subarray(0, 100_000)), 100_000, 'the write')
    await trial.quiet()
    equal(await write(trial, stream, bytes.subarray(100_000)), 200_000, 'the later write')
    equalBytes(await receiving, bytes, 'the bytes at the peer')
  }),

  contractCase('end: a write that was pending goes on', ['halfClose'], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    const bytes = overflow
    const writing = startWrite(stream, bytes)
    peer.end()
    await trial.quiet()
    equalBytes(await peerReads(trial, peer, bytes.length), bytes, 'the bytes at the peer')
    equal(await trial.within('the completion of the write', writing), bytes.length, 'the write')
  }),

  contractCase('hasEnded: once the end is all that a read would give', ['halfClose'], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    if (stream.hasEnded === undefined) return
    equal(stream.hasEnded, false, 'hasEnded of an open stream')
    await peer.write(Uint8Array.of(1, 2))
    peer.end()
    await trial.quiet()
    equal(stream.hasEnded, false, 'hasEnded with two bytes unread')
    await readExactly(trial, stream, 1)
    equal(stream.hasEnded, false, 'hasEnded with one byte unread')
    await readExactly(trial, stream, 1)
    await read(trial, stream)
    equal(stream.hasEnded, true, 'hasEnded after the read that found the end')
  }),

  contractCase('peerHasEnded: as soon as the peer has ended', ['halfClose'], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    if (stream.peerHasEnded === undefined) return
    await write(trial, stream, Uint8Array.of(0))
    await peer.write(Uint8Array.of(1, 2))
    await trial.quiet()
    equal(stream.peerHasEnded, false, 'peerHasEnded of an open stream')
    peer.end()
    await trial.until('peerHasEnded with two bytes unread', () => stream.peerHasEnded === true)
    await readExactly(trial, stream, 2)
    equal(stream.peerHasEnded, true, 'peerHasEnded after the bytes were read')
  }),

  contractCase('reset: hasEnded and peerHasEnded after the read that failed', ['reset'], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    peer.reset()
    await read(trial, stream)
    if (stream.hasEnded !== undefined) equal(stream.hasEnded, true, 'hasEnded')
    if (stream.peerHasEnded !== undefined) equal(stream.peerHasEnded, true, 'peerHasEnded')
  }),

  contractCase(
    'reset: a pending read fails with ERR_CONNECTION_RESET, as do later ones',
    ['reset'],
    async (subject, trial) => {
      const { stream, peer } = await openPair(subject, trial)
      const reading = startRead(stream)
      await trial.quiet()
      peer.reset()
      const { result, bytes } = await trial.within('the completion of the read', reading)
      equal(describeResult(result), reset, 'the pending read')
      equal(bytes.length, 0, 'its bytes')
      equal(describeResult((await read(trial, stream)).result), reset, 'the next read')
      equal(describeResult((await read(trial, stream)).result), reset, 'the read after it')
    },
  ),

  contractCase('reset: with nothing pending, the next read fails', ['reset'], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    peer.reset()
    await trial.quiet()
    equal(describeResult((await read(trial, stream)).result), reset, 'the read')
  }),

  contractCase('reset: pending writes and later ones fail', ['reset'], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    const writes = [1, 2, 3].map(() => startWrite(stream, overflow))
    await trial.quiet()
    peer.reset()
    const results = await trial.within('the completion of the writes', Promise.all(writes))
    equalList(results.map(describeResult), [reset, reset, reset], 'the pending writes')
    const later = await write(trial, stream, Uint8Array.of(1))
    holds(later < 0, `a write after the reset gives ${describeResult(later)}`)
  }),

  contractCase(
    'a peer that has closed: writes fail before long, each completes once, and it stays so',
    ['reset'],
    async (subject, trial) => {
      const { stream, peer } = await openPair(subject, trial)
      peer.close()
      equal((await read(trial, stream)).result, 0, 'the read')
      let completions = 0
      const attempt = (): Promise<number> =>
        new Promise((resolve) => {
          stream.write(new Uint8Array(1000), (result) => {
            completions += 1
            resolve(result)
          })
        })
      let writes = 0
      for (let last = 1000; last === 1000; writes += 1) {
        holds(writes < 1000, 'a thousand writes to a peer that has closed were fine')
        if (writes % 10 === 9) await trial.quiet()
        last = await trial.within('the completion of a write', attempt())
        holds(last < 0 || last === 1000, `a write gives ${describeResult(last)}`)
      }
      holds((await write(trial, stream, Uint8Array.of(1))) < 0, 'a write after a failed one was fine')
      await trial.quiet()
      equal(completions, writes, 'the completions of the writes')
    },
  ),
]
