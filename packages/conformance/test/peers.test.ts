/** The peers of the scenarios, which start on any host. */
import dgram from 'node:dgram'
import { once } from 'node:events'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
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
  const [server, foreign] = await serversWithOnePort()
  const { port: foreignPort } = foreign.address() as AddressInfo
  // The server listens already: the test plays a system that gives it the port that the foreign server has on ::1.
  vi.spyOn(server, 'listen').mockImplementationOnce(() => {
    process.nextTick(() => server.emit('listening'))
    return server
  })
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

/** Resolves with a server on 127.0.0.1 and one on ::1, with the same port. The first port that is free on both is taken. */
async function serversWithOnePort(): Promise<[server: net.Server, foreign: net.Server]> {
  for (;;) {
    const server = net.createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const foreign = net.createServer().listen((server.address() as AddressInfo).port, '::1')
    const isFree = await once(foreign, 'listening').then(
      () => true,
      () => false,
    )
    if (isFree) return [server, foreign]
    server.close()
  }
}

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
  expect(Object.values(ports)).toContain(tried.find((port) => port !== tried[0]))
})

it.skipIf(!(await hasIpv6()))('a UDP peer has the number of its port on the other loopback address, too', async () => {
  const { ports, close } = await startUdpPeers(new Set())
  const { udpEcho = 0, udpEcho6 = 0, udpRefused = 0 } = ports
  const others = [
    ['udp6', '::1', udpEcho],
    ['udp4', '127.0.0.1', udpEcho6],
    ['udp4', '127.0.0.1', udpRefused],
  ] as const
  for (const [type, address, port] of others) {
    const foreign = dgram.createSocket(type).bind(port, address)
    await expect(once(foreign, 'listening')).rejects.toMatchObject({ code: 'EADDRINUSE' })
    // No socket seems to have the port, because the number is taken by a socket that is connected to itself.
    const client = dgram.createSocket(type)
    client.connect(port, address)
    await once(client, 'connect')
    client.send('x')
    const [error] = (await once(client, 'error')) as [NodeJS.ErrnoException]
    expect(error.code).toBe('ECONNREFUSED')
    client.close()
  }
  await close()
})
