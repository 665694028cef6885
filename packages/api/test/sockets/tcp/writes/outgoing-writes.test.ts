/**
 * Expectations: what Chromium 156 answered, recorded in packages/conformance/traces/tcp.json under the names of the scenarios
 * given here, and Socket in extensions/browser/api/socket/socket.cc where none is given.
 */
import { describe, expect, it } from 'vitest'
import { OutgoingWrites } from '../../../../src/sockets/tcp/writes/outgoing-writes.ts'
import { ScriptedStream } from '../../../scripted-backend.ts'
import { turns } from '../../../turns.ts'
import { RecordedWrite } from '../../recorded-operations.ts'

interface Connection {
  stream: ScriptedStream
  writes: OutgoingWrites
  /** Writes `length` bytes. The answer is logged under `name`. */
  write(length: number, name: string): void
  log: unknown[]
}

/** The owner closes the writes when it is disconnected, as a socket does. */
function connection(): Connection {
  const stream = new ScriptedStream()
  const log: unknown[] = []
  const owner = {
    disconnect: () => {
      log.push('disconnected')
      writes.end()
    },
  }
  const writes: OutgoingWrites = new OutgoingWrites(stream, owner)
  const write = (length: number, name: string): void =>
    writes.write(new Uint8Array(length), 0, new RecordedWrite(log, name, length))
  return { stream, writes, write, log }
}

/** The writes that the stream was given. Every write fails with `result`. */
async function failAll({ writes }: ScriptedStream, result: number): Promise<void> {
  for (let write = writes.shift(); write !== undefined; write = writes.shift()) write.complete(result)
  await turns()
}

describe('a connection that fails', () => {
  it('has taken a short write, and the next one learns of it (tcp: an empty write to a peer that has reset)', async () => {
    const { stream, write, log } = connection()
    write(1, 'first')
    await failAll(stream, -101)
    expect(log).toEqual(['first: 1'])
    write(0, 'second')
    expect(log).toEqual(['first: 1', 'disconnected', 'second: -2'])
  })

  it('fails a long write, and those behind it find no connection (tcp: a long write to a socket of our own that has gone)', async () => {
    const { stream, write, log } = connection()
    write(200_000, 'long')
    for (const name of ['behind', 'last']) write(1, name)
    await failAll(stream, -101)
    expect(log).toEqual(['disconnected', 'long: -2', 'behind: -15', 'last: -15'])
  })

  it('fails a long write whose first part was sent (tcp: a long write to a peer that has closed)', async () => {
    const { stream, write, log } = connection()
    write(200_000, 'long')
    stream.writes.shift()?.complete(65_536)
    await failAll(stream, -101)
    expect(log).toEqual(['disconnected', 'long: -2'])
  })

  it('lets a write wait behind one that is about to learn of it', async () => {
    const { stream, write, log } = connection()
    write(200_000, 'long')
    stream.writes.shift()?.complete(-101)
    write(1, 'behind')
    expect(log).toEqual([])
    await turns()
    expect(log).toEqual(['disconnected', 'long: -2', 'behind: -15'])
  })

  it('answers a batch of short writes as sent, and fails the one behind them', async () => {
    const { stream, write, log } = connection()
    for (const name of ['a', 'b', 'c']) write(1, name)
    stream.writes.shift()?.complete(1)
    write(30_000, 'd')
    await failAll(stream, -101)
    expect(log.filter((entry) => entry !== 'disconnected')).toEqual(['a: 1', 'b: 1', 'c: 1', 'd: -2'])
  })

  it('makes no write go out at once', async () => {
    const { stream, writes, write } = connection()
    write(1, 'first')
    await failAll(stream, -101)
    expect(writes.sendsAtOnce).toBe(false)
  })
})

describe('the end', () => {
  it.each([
    ['tcp: writes and the end of one script (disconnect 3)', [3], ['3: 3']],
    ['tcp: writes and the end of one script (disconnect 60000 60000)', [60_000, 60_001], ['60001: -3', '60000: 60000']],
    ['tcp: disconnect while a write is pending', [20_000_000, 9], ['20000000: -3', '9: -3']],
  ])('answers what the pipe has taken (%s)', async (_scenario, lengths, answers) => {
    const { writes, write, log } = connection()
    for (const length of lengths) write(length, String(length))
    for (const sent of writes.end()) sent.completeWrite(sent.length)
    await turns()
    expect(log).toEqual(answers)
  })

  it('sends no write that it drops, even when the stream has sent those before it', async () => {
    const { stream, writes, write } = connection()
    for (const name of ['first', 'second', 'dropped']) write(60_000, name)
    writes.end()
    const handedOver = stream.writes.splice(0)
    expect(handedOver).toHaveLength(1)
    handedOver[0]?.complete(60_000)
    await turns()
    expect(stream.writes).toEqual([])
  })

  it('hands over the writes that it answers as sent, and hears of nothing after that', async () => {
    const { stream, writes, write, log } = connection()
    for (const name of ['a', 'b', 'c']) write(1, name)
    for (const sent of writes.end()) sent.completeWrite(sent.length)
    expect(stream.writes.map(({ bytes }) => bytes.byteLength)).toEqual([1, 2])
    await failAll(stream, -100)
    expect(log).toEqual(['a: 1', 'b: 1', 'c: 1'])
  })
})
