/**
 * Expectations: Chromium's MojoDataPump and Socket (extensions/browser/api/socket), whose results packages/conformance has
 * recorded: a second read gives -1, a bufferSize of 0 gives -4, an end and a reset give 0, a disconnect gives -100.
 */
import { describe, expect, it } from 'vitest'
import { ByteChannel } from '../../../src/sockets/tcp/byte-channel.ts'
import { ScriptedStream } from '../../scripted-backend.ts'
import { turns } from '../../turns.ts'
import { recordedRead, RecordedWrite } from '../recorded-operations.ts'

function openChannel(): { channel: ByteChannel; stream: ScriptedStream; log: unknown[] } {
  const stream = new ScriptedStream()
  const log: unknown[] = []
  const owner = {
    disconnect: () => {
      log.push('disconnected')
      channel.close()
    },
  }
  const channel: ByteChannel = new ByteChannel(stream, owner)
  return { channel, stream, log }
}

describe('a read of a ByteChannel', () => {
  it('gives the bytes that have come, and the next read asks again', () => {
    const { channel, stream, log } = openChannel()
    channel.read(10, recordedRead(log))
    expect(channel.hasPendingRead).toBe(true)
    stream.completeRead?.(2, Uint8Array.of(1, 2))
    expect(channel.hasPendingRead).toBe(false)
    channel.read(10, recordedRead(log))
    stream.completeRead?.(1, Uint8Array.of(3))
    expect(log).toEqual([[1, 2], [3]])
  })

  it('is refused while one is pending, and that one goes on', () => {
    const { channel, stream, log } = openChannel()
    channel.read(10, recordedRead(log, 'first'))
    channel.read(10, recordedRead(log, 'second'))
    expect(log).toEqual(['second: -1'])
    stream.completeRead?.(1, Uint8Array.of(1))
    expect(log).toEqual(['second: -1', [1]])
  })

  it.each([0, -1])('of %i bytes is refused', (max) => {
    const { channel, log } = openChannel()
    channel.read(max, recordedRead(log))
    expect(log).toEqual(['read: -4'])
  })

  it.each([0, -101])('that ends with %i gives 0, and finds the socket disconnected', (result) => {
    const { channel, stream, log } = openChannel()
    channel.read(10, recordedRead(log))
    stream.completeRead?.(result, new Uint8Array(0))
    expect(log).toEqual(['disconnected', 'read: 0'])
  })

  it('does not ask a stream that knows its end', () => {
    const { channel, stream, log } = openChannel()
    stream.hasEnded = true
    channel.read(10, recordedRead(log))
    expect([log, stream.completeRead]).toEqual([['disconnected', 'read: 0'], undefined])
  })

  it('that is pending gives -100 when the channel is closed', () => {
    const { channel, stream, log } = openChannel()
    channel.read(10, recordedRead(log))
    channel.close()
    stream.completeRead?.(-100, new Uint8Array(0))
    expect([log, stream.closed]).toEqual([['read: -100'], true])
  })

  it('that finds the end answers the writes before it that the pipe had taken, and drops the others', async () => {
    const { channel, stream, log } = openChannel()
    for (const length of [60_000, 5000, 1000]) {
      channel.write(new Uint8Array(length), new RecordedWrite(log, `write ${length}`, length))
    }
    channel.read(10, recordedRead(log))
    stream.completeRead?.(0, new Uint8Array(0))
    expect(log).toEqual(['write 1000: -3', 'disconnected', 'write 60000: 60000'])
    expect(stream.writes.map(({ bytes }) => bytes.byteLength)).toEqual([60_000, 6000])
    await turns()
    expect(log.slice(3)).toEqual(['write 5000: 5000', 'read: 0'])
  })
})

describe('a write of a ByteChannel', () => {
  it('is pending until it is sent', async () => {
    const { channel, stream, log } = openChannel()
    expect(channel.hasPendingWrite).toBe(false)
    channel.write(Uint8Array.of(1), new RecordedWrite(log, 'write', 1))
    expect(channel.hasPendingWrite).toBe(true)
    stream.writes.shift()?.complete(1)
    expect([channel.hasPendingWrite, log]).toEqual([false, ['write: 1']])
  })

  it('is offered to the system first when nothing is before it, and the stream gets the rest', () => {
    const { channel, stream } = openChannel()
    const offered: number[] = []
    stream.writeNow = (bytes) => {
      offered.push(bytes.byteLength)
      return 1998
    }
    const bytes = Uint8Array.from({ length: 2000 }, (_, index) => index % 256)
    channel.write(bytes, new RecordedWrite([], 'first', 2000))
    channel.write(bytes, new RecordedWrite([], 'second', 2000))
    expect(offered).toEqual([2000])
    expect(stream.writes.map((write) => [...write.bytes])).toEqual([[206, 207]])
  })

  it('of more than 64 KiB is offered in the parts in which a peer that is gone meets it', () => {
    const { channel, stream } = openChannel()
    const offered: number[] = []
    stream.writeNow = (bytes) => {
      offered.push(bytes.byteLength)
      return bytes.byteLength
    }
    channel.write(new Uint8Array(200_000), new RecordedWrite([], 'write', 200_000))
    expect(offered).toEqual([65_536, 134_464])
    expect(stream.writes).toEqual([])
  })

  it.each([0, 1024])('of %i bytes is not offered: a copy costs less', (length) => {
    const { channel, stream } = openChannel()
    stream.writeNow = () => {
      throw new Error('offered')
    }
    channel.write(new Uint8Array(length), new RecordedWrite([], 'write', length))
    expect(stream.writes.length).toBe(length === 0 ? 0 : 1)
  })
})
