/**
 * The order of a write and of its answer over TLS. Chromium completes a write before a read gives the peer's answer to it
 * (300 of 300 times with 100 KB); Node may receive the answer first, and tell of the write up to three phases later.
 */
import type net from 'node:net'
import { setImmediate as nextPhase } from 'node:timers/promises'
import { beforeEach, expect, it } from 'vitest'
import { InboxBehindWrites } from '../src/tls/inbox-behind-writes.ts'

let inbox: InboxBehindWrites
let log: string[]

beforeEach(() => {
  log = []
  inbox = new InboxBehindWrites({ pause: () => log.push('pause') } as unknown as net.Socket)
})

function write(): (result: number) => void {
  return inbox.awaitWrite((result) => log.push(`write ${result}`))
}

function read(): void {
  inbox.read(10, { completeRead: (result) => log.push(`read ${result}`) })
}

/** Gives the inbox a chunk of this length, as Node does between two phases. */
function receive(length: number): boolean {
  return inbox.receive(new Uint8Array(length), length)
}

async function phases(count: number): Promise<void> {
  for (let phase = 0; phase < count; phase += 1) await nextPhase()
}

it.each([1, 2, 3])('an answer waits for a write that completes %i phases later', async (count) => {
  const complete = write()
  read()
  void phases(count).then(() => complete(5))
  receive(3)
  await phases(5)
  expect(log).toEqual(['write 5', 'read 3'])
})

it('the end waits, too, and an error does not', async () => {
  const complete = write()
  read()
  void phases(1).then(() => complete(5))
  inbox.finish(0)
  await phases(5)
  expect(log).toEqual(['write 5', 'read 0'])
  write()
  read()
  inbox.finish(-101)
  await phases(1)
  expect(log).toEqual(['write 5', 'read 0', 'read 0'])
})

it('without a pending write a chunk completes its read at once', () => {
  write()(5)
  read()
  receive(3)
  expect(log).toEqual(['write 5', 'read 3'])
})

it('a write that waits for the peer does not stop the reads, whose order is kept', async () => {
  write()
  read()
  receive(1)
  await nextPhase()
  receive(2)
  inbox.finish(0)
  await phases(5)
  read()
  await phases(1)
  read()
  await phases(1)
  expect(log).toEqual(['read 1', 'read 2', 'read 0'])
})

it('a chunk that comes within a phase does not overtake the one before', async () => {
  const complete = write()
  read()
  setImmediate(() => {
    setImmediate(() => complete(5))
    receive(2)
  })
  receive(1)
  await phases(5)
  read()
  await phases(1)
  expect(log).toEqual(['write 5', 'read 1', 'read 2'])
})

it('the socket pauses if too many bytes wait', async () => {
  write()
  expect(receive(64 * 1024)).toBe(true)
  await phases(5)
  expect(log).toEqual(['pause'])
})
