/**
 * Tests the order of the records that are sent, and the limit of a key (RFC 8446, section 5.5), with a slow cipher
 * and a cipher with a low limit.
 */
import { describe, expect, it } from 'vitest'
import { RecordSender } from '../src/records/record-sender.ts'
import { concatenate } from '../src/bytes/bytes.ts'
import { contentType, headerLength, writeHeader } from '../src/records/record.ts'
import type { RecordProtection } from '../src/records/record-protection.ts'

/** Makes a protection that only adds a header. Each record takes the time that `delay` returns. */
function protection(recordLimit: number, delay: (sequence: number) => number): RecordProtection {
  return {
    recordLength: (contentLength) => contentLength + headerLength,
    recordLimit,
    async seal(sequence, type, content, record) {
      await new Promise((resolve) => {
        setTimeout(resolve, delay(sequence))
      })
      fill(type, content, record)
    },
    open: () => {
      throw new Error('nothing is received')
    },
  }
}

function fill(type: number, content: Uint8Array, record: Uint8Array): void {
  writeHeader(record, type, 0x0303, content.length)
  record.set(content, headerLength)
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

interface Handed {
  readonly bytes: Uint8Array
  readonly asHanded: Uint8Array
  readonly sent: () => void
}

/** `toEqual` would take seconds for the two megabytes of this test. */
const isUnchanged = ({ bytes, asHanded }: Handed): boolean => Buffer.compare(bytes, asHanded) === 0

describe('the sender', () => {
  it('keeps the order, however long each record takes', async () => {
    const out: Uint8Array[] = []
    const sender = new RecordSender(
      (bytes, sent) => {
        out.push(bytes.slice())
        sent()
      },
      (error) => {
        throw error
      },
      () => {},
    )
    sender.protect(protection(1000, (sequence) => 20 - sequence * 5))
    const written: number[] = []
    for (let number = 0; number < 4; number += 1) {
      sender.write(new Uint8Array(20_000).fill(number), () => written.push(number))
      await Promise.resolve()
    }
    await expect.poll(() => written.length).toBe(4)
    const wire = concatenate(...out)
    const content: number[] = []
    for (let at = 0; at < wire.length;) {
      const length = ((wire[at + 3] ?? 0) << 8) | (wire[at + 4] ?? 0)
      expect([wire[at], length <= 16_384]).toEqual([contentType.applicationData, true])
      content.push(...new Set(wire.subarray(at + headerLength, at + headerLength + length)))
      at += headerLength + length
    }
    expect([...new Set(content)]).toEqual([0, 1, 2, 3])
    expect(content).toEqual(content.toSorted((a, b) => a - b))
    expect(written).toEqual([0, 1, 2, 3])
  })

  it('does not change records on their way while other connections make records', async () => {
    const underWay: Handed[] = []
    const senders = [1, 2, 3].map(() => {
      const sender = new RecordSender(
        (bytes, sent) => underWay.push({ bytes, asHanded: bytes.slice(), sent }),
        (error) => {
          throw error
        },
        () => {},
      )
      sender.protect({ ...protection(1000, () => 0), seal: (_, type, content, record) => fill(type, content, record) })
      return sender
    })
    let written = 0
    for (let round = 0; round < 30; round += 1) {
      senders[round % 3]?.write(new Uint8Array(65_536).fill(round), () => (written += 1))
      await Promise.resolve()
      if (round % 2 === 0) continue
      const first = underWay.shift()
      expect(first !== undefined && isUnchanged(first)).toBe(true)
      first?.sent()
    }
    for (let next = underWay.shift(); next !== undefined; next = underWay.shift()) {
      expect(isUnchanged(next)).toBe(true)
      next.sent()
      await Promise.resolve()
    }
    expect(written).toBe(30)
  })

  it('asks for a new key once, in time, and never exceeds the limit of a key', async () => {
    let asked = 0
    const faults: unknown[] = []
    const sender = new RecordSender(
      (_, sent) => sent(),
      (error) => faults.push(error),
      () => (asked += 1),
    )
    const limit = 4100
    const fast: RecordProtection = { ...protection(limit, () => 0), seal: () => {} }
    sender.protect(fast)
    for (let record = 0; record < limit; record += 1) {
      sender.control(contentType.applicationData, Uint8Array.of(1))
      expect(asked).toBe(record >= 4 ? 1 : 0)
    }
    expect(() => sender.control(contentType.applicationData, Uint8Array.of(1))).toThrow('its maximum number of records')
    sender.write(Uint8Array.of(1), () => {})
    await expect.poll(() => faults.length).toBe(1)
    sender.protect(fast)
    sender.control(contentType.applicationData, Uint8Array.of(1))
    expect(asked).toBe(1)
  })

  it('drops the data that waits when it is closed', async () => {
    const out: Uint8Array[] = []
    const sender = new RecordSender(
      (bytes, sent) => {
        out.push(bytes.slice())
        sent()
      },
      () => {},
      () => {},
    )
    let written = false
    sender.write(Uint8Array.of(1, 2, 3), () => (written = true))
    sender.close()
    await turn()
    expect([out, written]).toEqual([[], false])
  })
})
