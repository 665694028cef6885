/**
 * Expectations: what Linux does with a UDP socket that is connected to port 0, as Chromium 156 showed it (recorded in
 * packages/conformance/traces/udp.json as `udp: port 0`), and RFC 1122, 4.1.3.1: a host refuses a datagram to a port that
 * nobody has, and the next call on the socket learns of it.
 */
import { describe, expect, it } from 'vitest'
import { PortZeroSocket } from '../../../src/sockets/udp/port-zero.ts'
import { turns } from '../../turns.ts'
import { ScriptedDatagrams } from '../scripted-datagrams.ts'

interface Scripted {
  socket: PortZeroSocket
  inner: ScriptedDatagrams
  log: unknown[]
  send(name: string): void
  receive(): void
}

function connectedTo(address: string): Scripted {
  const inner = new ScriptedDatagrams('127.0.0.1', { address, port: 9 })
  const socket = new PortZeroSocket(inner)
  const log: unknown[] = []
  return {
    socket,
    inner,
    log,
    send: (name) => socket.send(Uint8Array.of(1), undefined, (result) => log.push(`${name}: ${result}`)),
    receive: () => socket.receive(10, (result) => log.push(`receive: ${result}`)),
  }
}

describe('a socket that is connected to port 0', () => {
  it('tells port 0, and sends nothing', async () => {
    const { socket, inner, send, log } = connectedTo('192.0.2.9')
    send('send')
    await turns()
    expect([socket.peer, inner.sends, log]).toEqual([{ address: '192.0.2.9', port: 0 }, [], ['send: 1']])
  })

  it('of this host completes a pending receive with a refusal', async () => {
    const { send, receive, log } = connectedTo('127.0.0.1')
    receive()
    send('send')
    await turns()
    expect(log).toEqual(['send: 1', 'receive: -102'])
  })

  it('of this host has the next send learn of it where no receive has', async () => {
    const { send, log } = connectedTo('127.0.0.1')
    send('first')
    await turns()
    send('second')
    send('third')
    await turns()
    expect(log).toEqual(['first: 1', 'second: -102', 'third: 1'])
  })

  it('of this host has a later receive learn of it, once', async () => {
    const { send, receive, log } = connectedTo('::1')
    send('send')
    await turns()
    receive()
    await turns()
    receive()
    await turns()
    expect(log).toEqual(['send: 1', 'receive: -102'])
  })

  it('of another host learns of nothing', async () => {
    const { send, receive, log } = connectedTo('192.0.2.9')
    receive()
    send('first')
    send('second')
    await turns()
    expect(log).toEqual(['first: 1', 'second: 1'])
  })

  it('completes a pending receive when it is closed', async () => {
    const { socket, inner, receive, log } = connectedTo('127.0.0.1')
    receive()
    socket.close()
    expect(log).toEqual([])
    await turns()
    expect([log, inner.isClosed]).toEqual([['receive: -100'], true])
  })
})
