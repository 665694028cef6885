/** The peers of the scenarios, which start on any host. */
import dgram from 'node:dgram'
import { once } from 'node:events'
import net from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { startPeers } from '../src/index.ts'
import { OwnPorts } from '../src/peers/own-ports.ts'
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

it.skipIf(!(await hasIpv6()))('a peer does not keep a port whose number another process has on ::1', async () => {
  const foreign = net.createServer().listen(0, '::1')
  await once(foreign, 'listening')
  const { port: foreignPort } = foreign.address() as net.AddressInfo
  const server = net.createServer()
  const listen = server.listen.bind(server)
  vi.spyOn(server, 'listen').mockImplementationOnce(() => listen(foreignPort, '127.0.0.1'))
  const ownPorts = await OwnPorts.open()
  const port = await ownPorts.listen(server, '127.0.0.1')
  expect(port).not.toBe(foreignPort)
  await expect(once(net.connect(port, '::1'), 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  // This port has no server, but it is taken on 127.0.0.1 and ::1.
  const refused = await ownPorts.refused()
  for (const address of ['127.0.0.1', '::1'])
    await expect(once(net.connect(refused, address), 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  ownPorts.close()
  server.close()
  foreign.close()
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
