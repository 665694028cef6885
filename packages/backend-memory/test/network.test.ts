/**
 * The features of the network beyond the contract: several hosts, time, random loss and failures.
 */
import { NetError, readBytes } from '@chrome-socket/api/backend'
import { describe, expect, it } from 'vitest'
import { ManualClock, MemoryNetwork, memoryBackend } from '../src/index.ts'
import type { MemoryNetworkOptions, MemoryStream } from '../src/index.ts'
import { accept, collect, connected, listen, openDatagram, read, receive, send, tryConnect, write } from './asks.ts'

/** Waits until all operations that need no time are done. */
const settled = (): Promise<void> => new ManualClock().advance(0)

function twoHosts(options: MemoryNetworkOptions = {}) {
  const clock = new ManualClock()
  const network = new MemoryNetwork({ clock, ...options })
  const client = memoryBackend({ network, hostname: 'client' })
  const server = memoryBackend({ network, hostname: 'server' })
  return { clock, network, client, server, address: '10.0.0.2' }
}

describe('hosts', () => {
  it('find each other by name and by address, and each have their own loopback', async () => {
    const { client, server } = twoHosts()
    const addresses = await new Promise((resolve) => client.resolve('Server', 'any', (_, found) => resolve(found)))
    expect(addresses).toEqual(['10.0.0.2', 'fd00::2'])
    const listener = await listen(server, { address: '127.0.0.1', port: 0 })
    expect((await tryConnect(client, listener.local)).result).toBe(NetError.ERR_CONNECTION_REFUSED)
    const { ours, theirs } = await connected(client, server, 'fd00::2')
    expect([ours.local.address, theirs.peer.address]).toEqual(['fd00::1', 'fd00::1'])
  })

  it('cannot share a name or an address', () => {
    const { network } = twoHosts()
    expect(() => memoryBackend({ network, hostname: 'CLIENT' })).toThrow('client')
    const interfaces = [{ name: 'eth0', address: '10.0.0.2', prefixLength: 24 }]
    expect(() => memoryBackend({ network, interfaces })).toThrow('10.0.0.2')
  })

  it("give Linux's errors without a route to an address: ENETUNREACH and EHOSTUNREACH", async () => {
    const network = new MemoryNetwork()
    const alone = memoryBackend({ network, interfaces: [] })
    expect((await tryConnect(alone, { address: '10.9.9.9', port: 1 })).result).toBe(NetError.ERR_ADDRESS_UNREACHABLE)
    const { client } = twoHosts()
    expect((await tryConnect(client, { address: '10.0.9.9', port: 1 })).result).toBe(NetError.ERR_ADDRESS_UNREACHABLE)
  })

  it('with an IPv6 wildcard also serve IPv4, shown as IPv4-mapped (ipv6(7))', async () => {
    const { client, server, address } = twoHosts()
    const listener = await listen(server, { address: '::', port: 0 })
    const { socket } = await tryConnect(client, { address, port: listener.local.port })
    expect(socket?.peer.address).toBe('10.0.0.2')
    expect((await accept(listener)).peer.address).toBe('::ffff:10.0.0.1')
  })

  it('keep connections waiting beyond the backlog, until there is room or the time is over (listen(2))', async () => {
    const { clock, client, server, address } = twoHosts({ connectTimeout: 1000 })
    const listener = await listen(server, { address, port: 0 }, 1)
    const attempts = [1, 2, 3, 4].map(() => tryConnect(client, listener.local))
    expect((await attempts[0])?.result).toBe(NetError.OK)
    expect((await attempts[1])?.result).toBe(NetError.OK)
    await accept(listener)
    expect((await attempts[2])?.result).toBe(NetError.OK)
    await clock.advance(1000)
    expect((await attempts[3])?.result).toBe(NetError.ERR_CONNECTION_TIMED_OUT)
  })
})

describe('time', () => {
  it('takes one latency in each direction, and two for a connect', async () => {
    const { clock, client, server, address } = twoHosts({ latency: 60_000 })
    const listener = await listen(server, { address, port: 0 })
    const connecting = tryConnect(client, listener.local)
    let connectedAt = 0
    void connecting.then(() => (connectedAt = clock.now()))
    await clock.advance(119_999)
    expect(connectedAt).toBe(0)
    await clock.advance(1)
    expect(connectedAt).toBe(120_000)
    const ours = (await connecting).socket!
    const theirs = await accept(listener)
    let readAt = 0
    const reading = read(theirs).then((bytes) => {
      readAt = clock.now()
      return bytes
    })
    await write(ours, 1, 2, 3)
    await clock.advance(100_000)
    expect(await reading).toEqual([1, 2, 3])
    expect(readAt).toBe(180_000)
  })

  it('keeps the bytes of a stream in order if the latency varies', async () => {
    const { clock, client, server, address } = twoHosts({ latency: [1, 500], segmentBytes: 7 })
    const listener = await listen(server, { address, port: 0 })
    const connecting = tryConnect(client, listener.local)
    await clock.advance(1000)
    const ours = (await connecting).socket!
    const theirs = await accept(listener)
    const sent = Array.from({ length: 100 }, (_, index) => index)
    expect(await write(ours, ...sent)).toBe(100)
    await clock.advance(1000)
    const got: number[] = []
    while (got.length < 100) {
      const part = await read(theirs)
      expect(part.length).toBeLessThanOrEqual(7)
      got.push(...part)
    }
    expect(got).toEqual(sent)
  })

  it('lets 200 reads that follow each other at one moment finish before it moves on to a time limit', async () => {
    const { clock, client, server, address } = twoHosts({ segmentBytes: 500, streamBufferBytes: 500 })
    const { ours, theirs } = await connected(client, server, address)
    let received = 0
    const readOn = (): void => {
      readBytes(theirs, 65_536, (result) => {
        if (result <= 0) return
        received += result
        readOn()
      })
    }
    readOn()
    clock.after(10, () => theirs.close())
    ours.write(new Uint8Array(100_000), () => {})
    await clock.advance(10)
    expect(received).toBe(100_000)
  })

  it('rejects if two sides answer each other without end', async () => {
    const { clock, client, server, address } = twoHosts()
    const { ours, theirs } = await connected(client, server, address)
    const echo = (stream: MemoryStream): void => {
      readBytes(stream, 1, (result, bytes) => {
        if (result <= 0) return
        stream.write(bytes, () => echo(stream))
      })
    }
    echo(ours)
    echo(theirs)
    await write(ours, 1)
    await expect(clock.advance(1)).rejects.toThrow('Give the network a latency')
    ours.close()
    theirs.close()
  })
})

/** Sends a hundred numbered datagrams. Resolves to the numbers of those that arrive. */
async function lossy(seed: number, options: MemoryNetworkOptions): Promise<number[]> {
  const { clock, client, server, address } = twoHosts({ seed, ...options })
  const socket = await openDatagram(server, { bind: { address, port: 5000 } })
  const got = collect(socket)
  const sender = await openDatagram(client, { connect: { address, port: 5000 } })
  for (let index = 0; index < 100; index += 1) await send(sender, undefined, index)
  await clock.advance(1000)
  return got
}

describe('chance', () => {
  it('loses about the given share of datagrams, and the same datagrams for the same seed', async () => {
    const first = await lossy(1, { loss: 0.3 })
    expect(first.length).toBeGreaterThan(50)
    expect(first.length).toBeLessThan(90)
    expect(await lossy(1, { loss: 0.3 })).toEqual(first)
    expect(await lossy(2, { loss: 0.3 })).not.toEqual(first)
  })

  it('reorders datagrams without losing them', async () => {
    const got = await lossy(1, { reordering: 0.2 })
    const sorted = got.toSorted((a, b) => a - b)
    expect(got).not.toEqual(sorted)
    expect(sorted).toEqual(Array.from({ length: 100 }, (_, index) => index))
  })
})

describe('failures on demand', () => {
  it('a cut loses datagrams, stops streams and lets connects time out; after it, streams continue', async () => {
    const { clock, network, client, server, address } = twoHosts({ connectTimeout: 5000 })
    const { ours, theirs, listener } = await connected(client, server, address)
    const got = collect(await openDatagram(server, { bind: { address, port: 5000 } }))
    const sender = await openDatagram(client, { connect: { address, port: 5000 } })
    const heal = network.partition('client', 'server')
    await send(sender, undefined, 1)
    await write(ours, 1, 2)
    const connecting = tryConnect(client, listener.local)
    let bytes: number[] | undefined
    void read(theirs).then((result) => (bytes = result))
    await clock.advance(5000)
    expect((await connecting).result).toBe(NetError.ERR_CONNECTION_TIMED_OUT)
    expect(bytes).toBeUndefined()
    heal()
    await send(sender, undefined, 2)
    await clock.advance(0)
    expect(bytes).toEqual([1, 2])
    expect(got).toEqual([2])
  })

  it('a stream that two cuts stop continues when both have ended', async () => {
    const { network, client, server, address } = twoHosts()
    const { ours, theirs } = await connected(client, server, address)
    const heals = [network.partition('client', 'server'), network.partition('client')]
    await write(ours, 1, 2)
    let bytes: number[] | undefined
    const reading = read(theirs).then((result) => (bytes = result))
    heals[0]?.()
    await settled()
    expect(bytes).toBeUndefined()
    heals[1]?.()
    expect(await reading).toEqual([1, 2])
  })

  it('a host cut off from all others still reaches itself', async () => {
    const { network, client } = twoHosts()
    network.partition('client')
    const { ours, theirs } = await connected(client, client, '127.0.0.1')
    await write(ours, 9)
    expect(await read(theirs)).toEqual([9])
  })

  it('resetAll resets both ends of every connection of a host, in any case of its name', async () => {
    const { network, client, server, address } = twoHosts()
    const { ours, theirs } = await connected(client, server, address)
    const reads = [read(ours), read(theirs)]
    network.resetAll('Server')
    expect(await Promise.all(reads)).toEqual([[NetError.ERR_CONNECTION_RESET], [NetError.ERR_CONNECTION_RESET]])
    ours.close()
    theirs.close()
  })

  it('failNext refuses an unknown operation and a code that is not an error', () => {
    const { network } = twoHosts()
    expect(() => network.failNext('conect' as never, NetError.ERR_FAILED)).toThrow("There is no operation 'conect'")
    expect(() => network.failNext('connect', 118)).toThrow('A net error must be negative: 118')
  })

  it('failNext fails one operation on the named host, and no other', async () => {
    const { network, client, server, address } = twoHosts()
    const listener = await listen(server, { address, port: 0 })
    network.failNext('connect', NetError.ERR_NETWORK_CHANGED, 'server')
    network.failNext('connect', NetError.ERR_ACCESS_DENIED, 'client')
    expect((await tryConnect(client, listener.local)).result).toBe(NetError.ERR_ACCESS_DENIED)
    const { socket } = await tryConnect(client, listener.local)
    expect((await tryConnect(server, listener.local)).result).toBe(NetError.ERR_NETWORK_CHANGED)
    network.failNext('write', NetError.ERR_NETWORK_CHANGED)
    expect(await write(socket!, 1)).toBe(NetError.ERR_NETWORK_CHANGED)
    expect(await read(socket!)).toEqual([NetError.ERR_NETWORK_CHANGED])
    expect(await read(await accept(listener))).toEqual([NetError.ERR_CONNECTION_RESET])
  })

  it('openSockets is 0 after all sockets are closed', async () => {
    const { network, client, server, address } = twoHosts()
    const { ours, theirs, listener } = await connected(client, server, address)
    const socket = await openDatagram(client, { bind: { address: '::', port: 0 } })
    expect(network.openSockets).toBe(4)
    for (const each of [ours, theirs, listener, socket]) each.close()
    expect(network.openSockets).toBe(0)
  })
})

describe('groups', () => {
  it('reach the number of links in their TTL, and no other host with 0 (RFC 1112, 6.1)', async () => {
    const network = new MemoryNetwork()
    const host = (address: string) =>
      memoryBackend({ network, interfaces: [{ name: 'eth0', address, prefixLength: 24 }] })
    const [sender, neighbour, remote] = [host('10.1.1.1'), host('10.1.1.2'), host('10.1.2.1')]
    const got: number[][] = []
    for (const member of [sender, neighbour, remote]) {
      const socket = await openDatagram(member, { bind: { address: '0.0.0.0', port: 7000 } })
      await new Promise((resolve) => socket.joinGroup('239.1.1.1', resolve))
      got.push(collect(socket))
    }
    for (const multicastTtl of [0, 1, 2]) {
      const socket = await openDatagram(sender, { bind: { address: '0.0.0.0', port: 0 }, multicastTtl })
      await send(socket, { address: '239.1.1.1', port: 7000 }, multicastTtl)
    }
    await settled()
    expect(got).toEqual([[0, 1, 2], [1, 2], [2]])
  })
})

describe('broadcast', () => {
  /** Makes three hosts: the sender, a host on its link, and a host behind the router. All receive on the wildcard address. */
  async function threeHosts() {
    const network = new MemoryNetwork()
    const host = (address: string) =>
      memoryBackend({ network, interfaces: [{ name: 'eth0', address, prefixLength: 24 }] })
    const hosts = [host('10.1.1.1'), host('10.1.1.2'), host('10.1.2.1')] as const
    const got: number[][] = []
    for (const each of hosts) got.push(collect(await openDatagram(each, { bind: { address: '0.0.0.0', port: 7000 } })))
    return { sender: hosts[0], neighbour: hosts[1], got }
  }
  const anyPort = { address: '0.0.0.0', port: 0 }

  it.each(['255.255.255.255', '10.1.1.255'])('to %s reaches every host of the link and the sender', async (address) => {
    const { sender, got } = await threeHosts()
    const socket = await openDatagram(sender, { bind: anyPort, broadcast: true })
    expect(await send(socket, { address, port: 7000 }, 7)).toBe(1)
    await settled()
    expect(got).toEqual([[7], [7], []])
  })

  it('to the loopback network stays on the host', async () => {
    const { sender, got } = await threeHosts()
    const socket = await openDatagram(sender, { bind: anyPort, broadcast: true })
    expect(await send(socket, { address: '127.255.255.255', port: 7000 }, 7)).toBe(1)
    await settled()
    expect(got).toEqual([[7], [], []])
  })

  it('needs SO_BROADCAST, which can be turned on and off (socket(7))', async () => {
    const { sender } = await threeHosts()
    const socket = await openDatagram(sender, { bind: anyPort })
    for (const address of ['255.255.255.255', '10.1.1.255', '127.255.255.255']) {
      const to = { address, port: 7000 }
      expect(await send(socket, to, 1), address).toBe(NetError.ERR_ACCESS_DENIED)
      expect(socket.setBroadcast?.(true)).toBe(true)
      expect(await send(socket, to, 1), address).toBe(1)
      expect(socket.setBroadcast?.(false)).toBe(true)
      expect(await send(socket, to, 1), address).toBe(NetError.ERR_ACCESS_DENIED)
    }
    socket.close()
    expect(socket.setBroadcast?.(true)).toBe(false)
  })

  it('reaches a socket that is bound to the broadcast address, and no socket that is bound to an address of the host', async () => {
    const { sender, neighbour } = await threeHosts()
    const all = await openDatagram(neighbour, { bind: { address: '10.1.1.255', port: 7001 } })
    const one = collect(await openDatagram(neighbour, { bind: { address: '10.1.1.2', port: 7001 } }))
    const socket = await openDatagram(sender, { bind: anyPort, broadcast: true })
    await send(socket, { address: '10.1.1.255', port: 7001 }, 5)
    expect(await receive(all)).toEqual({ bytes: [5], from: { address: '10.1.1.1', port: socket.local.port } })
    expect(one).toEqual([])
  })
})
