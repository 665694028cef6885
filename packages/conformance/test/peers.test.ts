/** The peers of the scenarios, which start on any host. */
import dgram from 'node:dgram'
import { once } from 'node:events'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { startPeers } from '../src/index.ts'
import { startPortTaker } from '../src/peers/other-loopback.ts'
import { hasIpv6 } from '../src/peers/this-host.ts'
import { startUdpPeers } from '../src/peers/udp-peers.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

it('no two peers have a port with the same number', async () => {
  const { ports, close } = await startPeers()
  await close()
  expect(new Set(Object.values(ports)).size).toBe(Object.keys(ports).length)
})

it('a UDP peer takes another port when a TCP peer has one with its number', async () => {
  const original = dgram.Socket.prototype.address
  const tried: number[] = []
  vi.spyOn(dgram.Socket.prototype, 'address').mockImplementation(function (this: dgram.Socket) {
    const address = original.call(this)
    tried.push(address.port)
    return address
  })
  // The test tells the peers that the first port is taken.
  const taken = { has: (port: number) => port === tried[0] } as ReadonlySet<number>
  const { ports, close } = await startUdpPeers(taken)
  await close()
  expect(Object.values(ports)).not.toContain(tried[0])
  expect(Object.values(ports)).toContain(tried[1])
})

it.skipIf(!(await hasIpv6()))('a port counts as taken only if nobody listens at it on the other address', async () => {
  const taker = await startPortTaker()
  const other = net.createServer().listen(0, '::1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  expect(await taker.takeBeside('127.0.0.1', port)).toBe(false)
  other.close()
  await once(other, 'close')
  expect(await taker.takeBeside('127.0.0.1', port)).toBe(true)
  await expect(once(net.connect(port, '::1'), 'connect')).rejects.toThrow('ECONNREFUSED')
  taker.close()
})
