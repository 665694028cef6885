/** Expectations: the buffer of Linux, net.core.rmem_default, and the overhead that it counts for each datagram. */
import { describe, expect, it } from 'vitest'
import { DatagramInbox, NetError } from '../src/backend/index.ts'
import { turns } from './turns.ts'

describe('a datagram socket without a receive', () => {
  it('keeps no more empty datagrams than a system would', async () => {
    const inbox = new DatagramInbox()
    const from = { address: '127.0.0.1', family: 'IPv4', port: 9 }
    for (let count = 0; count < 10_000; count += 1) inbox.arrive(new ArrayBuffer(0), from)
    let received = 0
    const next = (): void =>
      inbox.receive(10, (result) => {
        if (result !== NetError.OK) return
        received += 1
        next()
      })
    next()
    // Each turn receives a datagram, so the inbox is empty when the number stays the same for ten turns.
    for (let before = -1; before < received;) {
      before = received
      await turns()
    }
    inbox.close()
    // The default buffer of Linux, 208 KiB, has room for 277 datagrams of no bytes: each counts as 768.
    expect(received).toBe(277)
  })
})
