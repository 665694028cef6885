/**
 * Expectations: what Chromium 156 answered, recorded in packages/conformance/traces/udp.json under the names of the scenarios
 * given here, and services/network/udp_socket.cc where none is given.
 */
import { describe, expect, it } from 'vitest'
import { DatagramChannel } from '../../../src/sockets/udp/datagram-channel.ts'
import { turns } from '../../turns.ts'
import { recordedReceive, recordedSend, RecordedWrite } from '../recorded-operations.ts'
import { ScriptedDatagrams } from '../scripted-datagrams.ts'

const peer = { address: '192.0.2.2', port: 9 }
const empty = { address: '', port: 0 }

function openChannel(datagrams = new ScriptedDatagrams()): {
  channel: DatagramChannel
  datagrams: ScriptedDatagrams
  log: unknown[]
} {
  return { channel: new DatagramChannel(datagrams), datagrams, log: [] }
}

describe('a receive', () => {
  it('gives a datagram and its sender', () => {
    const { channel, datagrams, log } = openChannel()
    channel.receive(100, recordedReceive(log))
    datagrams.completeReceive?.(2, Uint8Array.of(1, 2).buffer, peer)
    expect(log).toEqual([{ receive: 2, data: [1, 2], from: peer }])
  })

  it('of an error gives no sender (udp: bufferSize of recvFrom)', () => {
    const { channel, datagrams, log } = openChannel()
    channel.receive(1, recordedReceive(log))
    datagrams.completeReceive?.(-142, new ArrayBuffer(0), peer)
    expect(log).toEqual([{ receive: -142, data: [], from: empty }])
  })

  it('is refused while one is pending (udp: a second receive while one is pending)', () => {
    const { channel, datagrams, log } = openChannel()
    channel.receive(10, recordedReceive(log, 'first'))
    for (const max of [-1, 0, 11]) channel.receive(max, recordedReceive(log, 'second'))
    expect(log).toEqual([-1, -1, -1].map((result) => ({ second: result, data: [], from: empty })))
    datagrams.completeReceive?.(1, Uint8Array.of(1).buffer, peer)
    expect(log.at(-1)).toEqual({ first: 1, data: [1], from: peer })
  })

  it('asks for no more than the longest datagram', () => {
    const { channel, datagrams } = openChannel()
    channel.receive(2_147_483_647, recordedReceive([]))
    expect(datagrams.receiveSize).toBe(65_536)
  })

  it('that is pending is answered when a bound socket closes, and not when a connected one does (udp: disconnect and destroy while receiving)', () => {
    for (const [socket, expected] of [
      [new ScriptedDatagrams(), [{ receive: -100, data: [], from: empty }]],
      [new ScriptedDatagrams('192.0.2.1', peer), []],
    ] as const) {
      const { channel, datagrams, log } = openChannel(socket)
      channel.receive(10, recordedReceive(log))
      channel.close()
      datagrams.completeReceive?.(-100, new ArrayBuffer(0), empty)
      expect([log, datagrams.isClosed]).toEqual([expected, true])
    }
  })
})

describe('a send', () => {
  it('of more than 65,535 bytes is refused before the system is asked (udp: the longest datagrams)', () => {
    const { channel, datagrams, log } = openChannel()
    channel.send(new Uint8Array(65_536), peer, recordedSend(log))
    expect([log, datagrams.sends]).toEqual([['send: -142'], []])
  })

  it.each([
    ['192.0.2.1', '192.0.2.9', '192.0.2.9'],
    ['192.0.2.1', '::1', undefined],
    ['::', '192.0.2.9', '::ffff:192.0.2.9'],
    ['::', '::1', '::1'],
    ['::ffff:7f00:1', '192.0.2.9', '::ffff:192.0.2.9'],
    ['::1', '192.0.2.9', undefined],
  ])('from %s to %s goes to %s (RFC 4291, 2.5.5.2; -109 where it cannot)', async (local, to, expected) => {
    const { channel, datagrams, log } = openChannel(new ScriptedDatagrams(local))
    channel.send(Uint8Array.of(1), { address: to, port: 9 }, recordedSend(log))
    await turns()
    expect(datagrams.sends.map((send) => send.to?.address)).toEqual(expected === undefined ? [] : [expected])
    expect(log).toEqual(expected === undefined ? ['send: -109'] : [])
  })

  it('that was under way when the socket was disconnected counts as sent (udp: endRightAfterSendTo (disconnect))', () => {
    const { channel, datagrams, log } = openChannel()
    channel.send(Uint8Array.of(1), peer, recordedSend(log))
    channel.close()
    datagrams.sends[0]?.complete(-100)
    expect(log).toEqual(['send: 1'])
  })

  it('that fails tells its error', () => {
    const { channel, datagrams, log } = openChannel()
    channel.send(Uint8Array.of(1), peer, recordedSend(log))
    datagrams.sends[0]?.complete(-100)
    expect(log).toEqual(['send: -100'])
  })
})

describe('writes', () => {
  it('send what was in the buffer at the call (udp: what was in the buffer at the call is what is sent)', () => {
    const { channel, datagrams } = openChannel(new ScriptedDatagrams('192.0.2.1', peer))
    const bytes = Uint8Array.of(1)
    channel.write(bytes, new RecordedWrite([], 'write', 1))
    bytes[0] = 99
    expect([...(datagrams.sends[0]?.bytes ?? [])]).toEqual([1])
  })

  it('are answered in the order of the calls, each in a turn of its own', async () => {
    const { channel, datagrams, log } = openChannel(new ScriptedDatagrams('192.0.2.1', peer))
    channel.write(Uint8Array.of(1), new RecordedWrite(log, 'first', 1))
    channel.write(new Uint8Array(70_000), new RecordedWrite(log, 'too long', 70_000))
    channel.write(Uint8Array.of(3), new RecordedWrite(log, 'third', 1))
    expect(log).toEqual([])
    datagrams.sends[1]?.complete(1)
    expect(log).toEqual([])
    datagrams.sends[0]?.complete(1)
    void Promise.resolve().then(() => log.push('microtask'))
    expect(log).toEqual(['first: 1'])
    await turns()
    expect(log).toEqual(['first: 1', 'microtask', 'too long: -142', 'third: 1'])
  })
})
