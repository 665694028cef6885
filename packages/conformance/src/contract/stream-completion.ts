/**
 * Rule 1, for the operations of a stream.
 */
import { readBytes } from '@chrome-socket/api/backend'
import { read, startRead, startWrite, write } from './ask.ts'
import { type Situation, completionCases } from './completion.ts'
import { type ContractCase, contractCase } from './contract-case.ts'
import { type StreamSubject, openPair, overflow } from './stream-subject.ts'
import { equalList, holds } from './trial.ts'

const situations: readonly Situation<StreamSubject>[] = [
  {
    name: 'a read of bytes that have arrived',
    async prepare(subject, trial) {
      const { stream, peer } = await openPair(subject, trial)
      await peer.write(new Uint8Array(1000))
      await read(trial, stream, 1)
      await trial.quiet()
      return (done) => {
        readBytes(stream, 10, done)
      }
    },
  },
  {
    name: 'a read of bytes yet to come',
    async prepare(subject, trial) {
      const { stream, peer } = await openPair(subject, trial)
      return (done) => {
        readBytes(stream, 10, done)
        trial.meanwhile(peer.write(new Uint8Array(10)))
      }
    },
  },
  {
    name: 'a read at the end',
    async prepare(subject, trial) {
      const { stream, peer } = await openPair(subject, trial)
      peer.end()
      await trial.quiet()
      return (done) => {
        readBytes(stream, 10, done)
      }
    },
  },
  {
    name: 'a second read at the end',
    async prepare(subject, trial) {
      const { stream, peer } = await openPair(subject, trial)
      peer.end()
      await read(trial, stream)
      return (done) => {
        readBytes(stream, 10, done)
      }
    },
  },
  {
    name: 'a write',
    async prepare(subject, trial) {
      const { stream } = await openPair(subject, trial)
      return (done) => {
        stream.write(new Uint8Array(10), done)
      }
    },
  },
  {
    name: 'an empty write',
    async prepare(subject, trial) {
      const { stream } = await openPair(subject, trial)
      return (done) => {
        stream.write(new Uint8Array(0), done)
      }
    },
  },
  {
    name: 'a write of some thousand bytes, after a read',
    async prepare(subject, trial) {
      const { stream, peer } = await openPair(subject, trial)
      await peer.write(new Uint8Array(10))
      await read(trial, stream)
      return (done) => {
        stream.write(new Uint8Array(20_000), done)
      }
    },
  },
  {
    name: 'a pending read, when the stream is closed',
    async prepare(subject, trial) {
      const { stream } = await openPair(subject, trial)
      return (done) => {
        readBytes(stream, 10, done)
        stream.close()
      }
    },
  },
  {
    name: 'a pending write, when the stream is closed',
    async prepare(subject, trial) {
      const { stream } = await openPair(subject, trial)
      return (done) => {
        stream.write(overflow, done)
        stream.close()
      }
    },
  },
  {
    name: 'a read after close',
    async prepare(subject, trial) {
      const { stream } = await openPair(subject, trial)
      stream.close()
      return (done) => {
        readBytes(stream, 10, done)
      }
    },
  },
  {
    name: 'a write after close',
    async prepare(subject, trial) {
      const { stream } = await openPair(subject, trial)
      stream.close()
      return (done) => {
        stream.write(new Uint8Array(10), done)
      }
    },
  },
]

export const streamCompletionCases: readonly ContractCase<StreamSubject>[] = [
  ...completionCases('stream', [], situations, async (subject, trial) => {
    const { stream } = await openPair(subject, trial)
    return (go) => {
      stream.write(new Uint8Array(1), go)
    }
  }),

  contractCase('a read whose bytes come later completes when they do', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    const reading = startRead(stream)
    holds(!(await trial.settles(reading)), 'a read completed with nothing to read')
    await peer.write(Uint8Array.of(1, 2, 3))
    const { result, bytes } = await trial.within('the completion of the read', reading)
    equalList([result, ...bytes], [3, 1, 2, 3], 'the read')
  }),

  contractCase('a pending read holds up no write', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    const reading = startRead(stream)
    equalList([await write(trial, stream, Uint8Array.of(7))], [1], 'the write')
    const got = await trial.within('the byte at the peer', peer.read())
    equalList([...(got ?? [])], [7], 'the bytes at the peer')
    await peer.write(Uint8Array.of(8))
    equalList([...(await trial.within('the read', reading)).bytes], [8], 'the bytes read')
  }),

  contractCase('a pending write holds up no read', [], async (subject, trial) => {
    const { stream, peer } = await openPair(subject, trial)
    const writing = startWrite(stream, overflow)
    holds(!(await trial.settles(writing)), '16 MiB were taken from a writer although nobody reads')
    await peer.write(Uint8Array.of(8))
    equalList([...(await read(trial, stream)).bytes], [8], 'the bytes read')
  }),
]
