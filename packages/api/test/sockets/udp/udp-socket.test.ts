/**
 * Expectations: what Chromium 156 answered, recorded in packages/conformance/traces/{udp,multicast}.json under the names of the
 * scenarios given here, and extensions/browser/api/socket/udp_socket.cc where none is given.
 */
import { describe, expect, it } from 'vitest'
import { UdpSocket } from '../../../src/sockets/udp/udp-socket.ts'
import { turns } from '../../turns.ts'
import { recordedRead, recordedReceive, recordedSend, RecordedWrite } from '../recorded-operations.ts'
import { datagramBackend, ScriptedDatagrams } from '../scripted-datagrams.ts'

interface Scripted extends ReturnType<typeof datagramBackend> {
  socket: UdpSocket
  log: unknown[]
  /** Completes the opening that was asked for first. */
  open(datagrams?: ScriptedDatagrams): ScriptedDatagrams
  fail(result: number): void
  told(name: string): (result: number) => void
}

function udpSocket(): Scripted {
  const { backend, openings } = datagramBackend()
  const log: unknown[] = []
  return {
    socket: new UdpSocket(backend),
    backend,
    openings,
    log,
    open(datagrams = new ScriptedDatagrams()) {
      openings.shift()?.complete(0, datagrams)
      return datagrams
    },
    fail: (result) => openings.shift()?.complete(result),
    told: (name) => (result) => log.push(`${name}: ${result}`),
  }
}

describe('bind and connect', () => {
  it('open a socket with the options that were set before', () => {
    const { socket, openings } = udpSocket()
    expect(socket.setMulticastTimeToLive(3)).toBe(0)
    expect(socket.setMulticastLoopbackMode(false)).toBe(0)
    socket.bind('127.1', 80, () => {})
    expect(openings[0]?.options).toEqual({
      bind: { address: '127.0.0.1', port: 80 },
      multicastTtl: 3,
      multicastLoopback: false,
    })
  })

  it('are refused on an open socket, whatever the address (udp: bound)', () => {
    const { socket, log, open, told } = udpSocket()
    socket.bind('127.0.0.1', 0, told('first'))
    open()
    socket.bind('127.0.0.1', 0, told('bind'))
    socket.bind('x', 0, told('name'))
    socket.connect(['127.0.0.1'], 9, told('connect'))
    expect(log).toEqual(['first: 0', 'bind: -104', 'name: -104', 'connect: -104'])
  })

  it('refuse a name (udp: bind and connect fail)', () => {
    const { socket, log, openings, told } = udpSocket()
    socket.bind('localhost', 0, told('bind'))
    expect([log, openings]).toEqual([['bind: -4'], []])
  })

  it('during another find the socket open in their turn (udp: bind and connect more than once in a script)', async () => {
    const { socket, log, open, told } = udpSocket()
    socket.bind('127.0.0.1', 0, told('first'))
    socket.bind('127.0.0.1', 0, told('second'))
    open()
    expect(log).toEqual(['first: 0'])
    await turns()
    expect(log).toEqual(['first: 0', 'second: -23'])
  })

  it('during one that fails have their own try (udp: bind and connect fail)', async () => {
    const { socket, log, open, openings, fail, told } = udpSocket()
    socket.bind('192.0.2.77', 0, told('first'))
    socket.bind('127.0.0.1', 0, told('second'))
    fail(-108)
    expect(openings).toEqual([])
    await turns()
    open()
    expect(log).toEqual(['first: -108', 'second: 0'])
  })

  it('take the options for good, even if they fail (udp among ourselves: a failed bind and what goes on)', () => {
    const { socket, fail } = udpSocket()
    socket.bind('127.0.0.1', 80, () => {})
    fail(-147)
    expect(socket.setMulticastTimeToLive(4)).toBe(-23)
    expect(socket.setMulticastLoopbackMode(true)).toBe(-23)
  })

  it('to port 0 connect to the discard port, and tell port 0 (udp: port 0)', () => {
    const { socket, openings, open } = udpSocket()
    socket.connect(['127.0.0.1'], 0, () => {})
    expect(openings[0]?.options.connect).toEqual({ address: '127.0.0.1', port: 9 })
    open(new ScriptedDatagrams('127.0.0.1', { address: '127.0.0.1', port: 9 }))
    expect(socket.state.peer).toEqual({ address: '127.0.0.1', port: 0 })
  })
})

describe('destroy', () => {
  it('gives up a bind or connect that is under way', () => {
    const { socket, openings } = udpSocket()
    socket.bind('127.0.0.1', 0, () => {})
    socket.destroy()
    expect(openings[0]?.isCancelled).toBe(true)
  })

  it('right after a bind that failed lets no bind go on that waits behind it: its port would stay taken', async () => {
    const { socket, log, openings, fail, told } = udpSocket()
    socket.bind('192.0.2.77', 0, (result) => {
      told('first')(result)
      void Promise.resolve().then(() => socket.destroy())
    })
    socket.bind('127.0.0.1', 0, told('second'))
    socket.joinGroup('239.1.2.3', told('join'))
    fail(-108)
    await turns()
    expect([log, openings]).toEqual([['first: -108'], []])
  })

  it('answers no write (udp: endRightAfterWrite (destroy))', async () => {
    const { socket, log, open } = udpSocket()
    socket.connect(['192.0.2.2'], 9, () => {})
    const datagrams = open(new ScriptedDatagrams('192.0.2.1', { address: '192.0.2.2', port: 9 }))
    socket.write(Uint8Array.of(1), new RecordedWrite(log, 'write', 1))
    socket.destroy()
    datagrams.sends[0]?.complete(-100)
    await turns()
    expect([log, datagrams.isClosed]).toEqual([['write: -3'], true])
  })
})

describe('a socket of the other kind', () => {
  it('refuses every call before it is open (udp: before bind or connect)', () => {
    const { socket, log } = udpSocket()
    for (const max of [10, 0, -1]) socket.read(max, recordedRead(log))
    socket.recvFrom(10, { completeReceive: (result) => log.push(`recvFrom: ${result}`) })
    socket.write(new Uint8Array(1), new RecordedWrite(log, 'write', 1))
    socket.sendTo(new Uint8Array(1), { address: '127.0.0.1', port: 9 }, recordedSend(log, 'sendTo'))
    expect(log).toEqual(['read: -15', 'read: -15', 'read: -4', 'recvFrom: -15', 'write: -15', 'sendTo: -15'])
  })

  it('refuses read and write when it is bound (udp: bound)', () => {
    const { socket, log, open } = udpSocket()
    socket.bind('127.0.0.1', 0, () => {})
    open()
    socket.read(10, recordedRead(log))
    socket.write(new Uint8Array(1), new RecordedWrite(log, 'write', 1))
    expect(log).toEqual(['read: -15', 'write: -15'])
  })

  it('refuses recvFrom and sendTo when it is connected (udp: connected)', () => {
    const { socket, log, open } = udpSocket()
    socket.connect(['192.0.2.2'], 9, () => {})
    open(new ScriptedDatagrams('192.0.2.1', { address: '192.0.2.2', port: 9 }))
    socket.recvFrom(10, recordedReceive(log))
    socket.sendTo(new Uint8Array(1), { address: '127.0.0.1', port: 9 }, recordedSend(log, 'sendTo'))
    expect(log).toEqual([{ receive: -15, data: [], from: { address: '', port: 0 } }, 'sendTo: -15'])
  })
})

describe('setBroadcast', () => {
  it('needs an open socket, as in chrome.sockets.udp', () => {
    const { socket } = udpSocket()
    expect(socket.setBroadcast(true)).toBe(-15)
  })
})

describe('a join', () => {
  it('during a bind comes after it (multicast: a join of 239.1.2.3 in the script of a bind …)', async () => {
    const { socket, log, open, told } = udpSocket()
    socket.bind('0.0.0.0', 0, told('bind'))
    socket.joinGroup('239.1.2.3', told('join'))
    const datagrams = open(new ScriptedDatagrams('0.0.0.0'))
    await turns()
    datagrams.groupChanges[0]?.complete(0)
    expect([log, socket.joinedGroups]).toEqual([['bind: 0', 'join: 0'], ['239.1.2.3']])
  })

  it.each([
    ['239.1.2.3', -9],
    ['127.0.0.1', -9],
    ['x', -108],
  ])(
    'of %s during a bind that fails gives %i (multicast: a join … in the script of … one that fails)',
    async (group, result) => {
      const { socket, log, fail, told } = udpSocket()
      socket.bind('192.0.2.77', 0, told('bind'))
      socket.joinGroup(group, told('join'))
      fail(-108)
      await turns()
      expect(new Set(log)).toEqual(new Set(['bind: -108', `join: ${result}`]))
    },
  )
})
