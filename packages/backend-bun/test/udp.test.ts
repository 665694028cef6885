import { readFileSync } from 'node:fs'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { afterMicrotasks } from '@chrome-socket/api/backend'
import type { DatagramSocket } from '@chrome-socket/api/backend'
import { expect, it } from 'vitest'
import { anyPort, describeInBun, openDatagram, pattern, delivered, pause, receive, send, text } from './in-bun.ts'

const bytesOf = (string: string): Uint8Array => new TextEncoder().encode(string)

describeInBun('udp', (backend) => {
  it('carries datagrams of every size, also empty datagrams', async () => {
    const a = await openDatagram(backend, { bind: anyPort })
    const b = await openDatagram(backend, { bind: anyPort })
    for (const size of [5, 0, 65_507]) {
      const sent = pattern(size)
      expect(await send(a, sent, b.local)).toBe(size)
      const { result, bytes, from } = await receive(b)
      expect(result).toBe(size)
      expect(Buffer.compare(bytes, sent)).toBe(0)
      expect(bytes.buffer.byteLength).toBe(size)
      expect(from).toEqual(a.local)
    }
    a.close()
    b.close()
  })

  it('completes an open before operations that started later', async () => {
    const order: string[] = []
    const options = { bind: anyPort, multicastTtl: 1, multicastLoopback: true }
    backend.openDatagram?.(options, (_result, socket) => {
      order.push('opened')
      socket?.close()
    })
    afterMicrotasks(() => order.push('started later'))
    await delivered()
    expect(order).toEqual(['opened', 'started later'])
  })

  it('keeps the order of a burst, and completes each send', async () => {
    const a = await openDatagram(backend, { bind: anyPort })
    const b = await openDatagram(backend, { bind: anyPort })
    const sizes = Array.from({ length: 150 }, (_, index) => index)
    const sending = sizes.map((size) => send(a, new Uint8Array(size), b.local))
    expect(await Promise.all(sending)).toEqual(sizes)
    for (const size of sizes) expect((await receive(b)).result).toBe(size)
    a.close()
    b.close()
  })

  it('sends the datagrams of the calls before a close', async () => {
    const a = await openDatagram(backend, { bind: anyPort })
    const b = await openDatagram(backend, { bind: anyPort })
    for (const burst of [1, 2]) {
      // After the first burst the queue makes the second burst wait.
      const sending = Array.from({ length: 5 }, (_, index) => send(a, new Uint8Array(index + burst), b.local))
      if (burst === 2) a.close()
      await Promise.all(sending)
      for (let index = 0; index < 5; index += 1) expect((await receive(b)).result).toBe(index + burst)
    }
    b.close()
  })

  it('consumes a datagram that is longer than `max`', async () => {
    const a = await openDatagram(backend, { bind: anyPort })
    const b = await openDatagram(backend, { bind: anyPort })
    await send(a, bytesOf('too long'), b.local)
    await send(a, bytesOf('short'), b.local)
    const { result, bytes } = await receive(b, 7)
    expect([result, bytes.length]).toEqual([-142, 0])
    expect(text((await receive(b, 7)).bytes)).toBe('short')
    a.close()
    b.close()
  })

  it('receives only from its peer if it is connected', async () => {
    const a = await openDatagram(backend, { bind: anyPort })
    const b = await openDatagram(backend, { connect: a.local })
    const c = await openDatagram(backend, { bind: anyPort })
    expect(b.peer).toEqual(a.local)
    expect(b.local.address).toBe('127.0.0.1')
    await send(c, bytesOf('stranger'), b.local)
    expect(await send(b, bytesOf('hello'))).toBe(5)
    const { from } = await receive(a)
    expect(from).toEqual(b.local)
    await send(a, bytesOf('peer'), from)
    expect(text((await receive(b)).bytes)).toBe('peer')
    for (const socket of [a, b, c]) socket.close()
  })

  it('reports datagrams that cannot be sent, and sends the others', async () => {
    const a = await openDatagram(backend, { bind: anyPort })
    const b = await openDatagram(backend, { bind: anyPort })
    const results = await Promise.all([
      send(a, pattern(65_508), b.local),
      send(a, bytesOf('x'), { address: '127.0.0.1', port: 0 }),
      send(a, bytesOf('x'), { address: '::1', port: 9 }),
      send(a, bytesOf('in between'), b.local),
      send(a, pattern(65_508), b.local),
      send(a, bytesOf('last'), b.local),
    ])
    expect(results).toEqual([-142, -4, -109, 10, -142, 4])
    expect(text((await receive(b)).bytes)).toBe('in between')
    expect(text((await receive(b)).bytes)).toBe('last')
    await delivered()
    a.close()
    b.close()
  })

  it('ignores refusals on an unconnected socket', async () => {
    const dead = await openDatagram(backend, { bind: anyPort })
    dead.close()
    const a = await openDatagram(backend, { bind: anyPort })
    const b = await openDatagram(backend, { bind: anyPort })
    const receiving = receive(a)
    const sending: Promise<number>[] = []
    for (let index = 0; index < 10; index += 1) {
      sending.push(send(a, bytesOf('dead'), dead.local), send(a, bytesOf('alive'), b.local))
    }
    expect(await Promise.all(sending)).toEqual(Array.from({ length: 10 }, () => [4, 5]).flat())
    for (let index = 0; index < 10; index += 1) expect(text((await receive(b)).bytes)).toBe('alive')
    await delivered()
    for (let index = 0; index < 3; index += 1) expect(await send(a, bytesOf('dead'), dead.local)).toBe(4)
    await send(b, bytesOf('still here'), a.local)
    expect(text((await receiving).bytes)).toBe('still here')
    a.close()
    b.close()
  })

  it('reports a refusal once on a connected socket, to a receive or a send', async () => {
    const dead = await openDatagram(backend, { bind: anyPort })
    dead.close()
    const a = await openDatagram(backend, { connect: dead.local })
    const receiving = receive(a)
    expect(await send(a, bytesOf('x'))).toBe(1)
    expect((await receiving).result).toBe(-102)
    expect(await send(a, bytesOf('x'))).toBe(1)
    await delivered()
    expect(await send(a, bytesOf('x'))).toBe(-102)
    expect(await send(a, bytesOf('x'))).toBe(1)
    await delivered()
    expect((await receive(a)).result).toBe(-102)
    a.close()
  })

  it('completes pending operations at a close, and every later call', async () => {
    const a = await openDatagram(backend, { bind: anyPort })
    const group = new Promise((resolve) => a.joinGroup('224.0.0.251', resolve))
    const pending = [
      receive(a).then(({ result }) => result),
      send(a, bytesOf('x'), a.local),
      send(a, bytesOf('y'), a.local),
    ]
    a.close()
    a.close()
    expect(await Promise.all(pending)).toEqual([-100, -100, -100])
    expect(await group).toBe(0)
    expect((await receive(a)).result).toBe(-100)
    expect(await send(a, bytesOf('x'), a.local)).toBe(-100)
    expect(await new Promise((resolve) => a.joinGroup('224.0.0.251', resolve))).toBe(-100)
    const again = await openDatagram(backend, { bind: a.local })
    again.close()
  })

  it('drops the newest datagrams while nothing is received', async () => {
    const a = await openDatagram(backend, { bind: anyPort })
    const b = await openDatagram(backend, { bind: anyPort })
    for (let index = 0; index < 40; index += 1) {
      await send(a, Uint8Array.of(index, ...new Uint8Array(9999)), b.local)
      await pause(1)
    }
    const seen: number[] = []
    for (let index = 0; index < 19; index += 1) seen.push((await receive(b)).bytes[0] as number)
    expect(seen).toEqual(Array.from({ length: 19 }, (_, index) => index))
    const next = receive(b)
    await send(a, Uint8Array.of(99), b.local)
    expect((await next).bytes[0]).toBe(99)
    a.close()
    b.close()
  })

  it('gives the error of a failed open', async () => {
    const a = await openDatagram(backend, { bind: anyPort })
    await expect(openDatagram(backend, { bind: a.local })).rejects.toThrow('-147')
    await expect(openDatagram(backend, { bind: { address: '192.0.2.1', port: 0 } })).rejects.toThrow('-108')
    a.close()
  })

  it('completes each datagram in a separate turn', async () => {
    const a = await openDatagram(backend, { bind: anyPort })
    const b = await openDatagram(backend, { bind: anyPort })
    const order: string[] = []
    const take = (): void => {
      b.receive(9, (result) => {
        order.push(`datagram ${result}`)
        queueMicrotask(() => order.push(`microtask ${result}`))
        take()
      })
    }
    take()
    await Promise.all([1, 2, 3].map((size) => send(a, new Uint8Array(size), b.local)))
    await delivered()
    expect(order).toEqual([1, 2, 3].flatMap((size) => [`datagram ${size}`, `microtask ${size}`]))
    a.close()
    b.close()
  })
})

function join(socket: DatagramSocket, group: string): Promise<number> {
  return new Promise((resolve) => {
    socket.joinGroup(group, resolve)
  })
}

function leave(socket: DatagramSocket, group: string): Promise<number> {
  return new Promise((resolve) => {
    socket.leaveGroup(group, resolve)
  })
}

describeInBun('broadcast', (backend) => {
  const everyone = '127.255.255.255'

  it('is denied unless the open had the option (socket(7), SO_BROADCAST)', async () => {
    const listener = await openDatagram(backend, { bind: { address: '0.0.0.0', port: 0 } })
    const to = { address: everyone, port: listener.local.port }
    const denied = await openDatagram(backend, { bind: anyPort })
    expect(await send(denied, bytesOf('no'), to)).toBe(-10)
    const allowed = await openDatagram(backend, { bind: anyPort, broadcast: true })
    expect(await send(allowed, bytesOf('all'), to)).toBe(3)
    expect(text((await receive(listener)).bytes)).toBe('all')
    for (const socket of [listener, denied, allowed]) socket.close()
  })

  it('can be allowed and denied later, until the socket is closed', async () => {
    const listener = await openDatagram(backend, { bind: { address: '0.0.0.0', port: 0 } })
    const to = { address: everyone, port: listener.local.port }
    const socket = await openDatagram(backend, { bind: anyPort })
    expect(socket.setBroadcast?.(true)).toBe(true)
    expect(await send(socket, bytesOf('all'), to)).toBe(3)
    expect(socket.setBroadcast?.(false)).toBe(true)
    expect(await send(socket, bytesOf('no'), to)).toBe(-10)
    socket.close()
    expect(socket.setBroadcast?.(true)).toBe(false)
    listener.close()
  })
})

describeInBun('multicast', (backend) => {
  it('joins and leaves groups', async () => {
    const socket = await openDatagram(backend, { bind: { address: '0.0.0.0', port: 0 } })
    expect(await join(socket, '224.0.0.251')).toBe(0)
    expect(await leave(socket, '224.0.0.251')).toBe(0)
    expect(await leave(socket, '224.0.0.251')).toBe(-108)
    expect(await join(socket, '192.0.2.1')).toBe(-4)
    expect(await join(socket, 'ff02::1')).toBe(-108)
    expect(await join(socket, 'no literal')).toBe(-108)
    socket.close()
    const socket6 = await openDatagram(backend, { bind: { address: '::', port: 0 } })
    expect(await join(socket6, '224.0.0.251')).toBe(-108)
    socket6.close()
  })

  it('receives datagrams to a group that it has joined', async () => {
    const receiver = await openDatagram(backend, { bind: { address: '0.0.0.0', port: 0 } })
    expect(await join(receiver, '239.255.41.7')).toBe(0)
    const sender = await openDatagram(backend, { bind: { address: '0.0.0.0', port: 0 }, multicastTtl: 3 })
    expect(await send(sender, bytesOf('group'), { address: '239.255.41.7', port: receiver.local.port })).toBe(5)
    expect(text((await receive(receiver)).bytes)).toBe('group')
    sender.close()
    receiver.close()
  })

  it.each(['0.0.0.0', '::'])('opens with every TTL and loopback mode on %s', async (address) => {
    for (const multicastTtl of [0, 1, 255]) {
      for (const multicastLoopback of [true, false]) {
        const socket = await openDatagram(backend, { bind: { address, port: 0 }, multicastTtl, multicastLoopback })
        socket.close()
      }
    }
  })

  it('receives datagrams with TTL 0 of another socket of the host, as in Chromium', async () => {
    const at = { address: '0.0.0.0', port: 0 }
    const group = '239.255.41.9'
    const receiver = await openDatagram(backend, { bind: at })
    expect(await join(receiver, group)).toBe(0)
    const sender = await openDatagram(backend, { bind: at, multicastTtl: 0 })
    await send(sender, bytesOf('home'), { address: group, port: receiver.local.port })
    expect(text((await receive(receiver)).bytes)).toBe('home')
    expect(await leave(receiver, group)).toBe(0)
    expect(await leave(receiver, group)).toBe(-108)
    sender.close()
    receiver.close()
  })

  it('receives one copy of a datagram if it has joined on several interfaces', async () => {
    const receiver = await openDatagram(backend, { bind: { address: '0.0.0.0', port: 0 } })
    expect(await join(receiver, '239.255.41.10')).toBe(0)
    for (const multicastTtl of [0, 1]) {
      const sender = await openDatagram(backend, { bind: { address: '0.0.0.0', port: 0 }, multicastTtl })
      for (const word of ['first', 'last']) {
        await send(sender, bytesOf(word), { address: '239.255.41.10', port: receiver.local.port })
      }
      expect(text((await receive(receiver)).bytes)).toBe('first')
      expect(text((await receive(receiver)).bytes)).toBe('last')
      sender.close()
    }
    receiver.close()
  })

  it('joins the maximum number of groups that the system allows for a socket', async () => {
    const most = Number(readFileSync('/proc/sys/net/ipv4/igmp_max_memberships', 'utf8'))
    const socket = await openDatagram(backend, { bind: { address: '0.0.0.0', port: 0 } })
    const results: number[] = []
    for (let count = 0; count <= most; count += 1) results.push(await join(socket, `239.255.42.${count}`))
    expect(results).toEqual([...Array(most).fill(0), -176])
    for (let count = 0; count < most; count += 1) expect(await leave(socket, `239.255.42.${count}`)).toBe(0)
    socket.close()
  })

  it('sends with TTL 0 through the loopback interface', async () => {
    const member = createSocket('udp4')
    member.bind(0, '0.0.0.0')
    await once(member, 'listening')
    member.addMembership('239.255.41.8', '127.0.0.1')
    const arrived = once(member, 'message')
    const sender = await openDatagram(backend, { bind: { address: '0.0.0.0', port: 0 }, multicastTtl: 0 })
    await send(sender, bytesOf('home'), { address: '239.255.41.8', port: member.address().port })
    const [, from] = (await arrived) as [unknown, { address: string }]
    expect(from.address).toBe('127.0.0.1')
    sender.close()
    member.close()
  })
})
