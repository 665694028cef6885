/**
 * The properties of Bun 1.4.5 that this package works around. A test fails if Bun has changed the property: then remove the
 * workaround, or the entry in the README, that the test names.
 */
import { execFileSync } from 'node:child_process'
import { lookup } from 'node:dns/promises'
import { expect, it } from 'vitest'
import { bunTls } from '../src/index.ts'
import type { BunError, BunListener, BunRuntime, BunSocket, BunUdpSocket } from '../src/bun-types.ts'
import { connect, describeInBun, foreign, pause, read, readAll, secure, write } from './in-bun.ts'
import { Authority, hasOpenssl } from './openssl.ts'

const quiet = { binaryType: 'arraybuffer', data() {}, drain() {}, end() {}, close() {}, error() {} } as const
const anywhere = { hostname: '127.0.0.1', port: 0 } as const

function listen(bun: BunRuntime, options: object = {}): BunListener {
  return bun.listen({ ...anywhere, ...options, allowHalfOpen: true, data: undefined, socket: quiet })
}

function connectRaw(bun: BunRuntime, hostname: string, port: number): Promise<BunSocket> {
  return bun.connect({ hostname, port, allowHalfOpen: true, data: undefined, socket: quiet })
}

function openRaw(bun: BunRuntime, told: (...told: unknown[]) => void = () => {}): Promise<BunUdpSocket> {
  return bun.udpSocket({ ...anywhere, binaryType: 'arraybuffer', socket: { data() {}, drain() {}, error: told } })
}

function hasSs(): boolean {
  try {
    return execFileSync('ss', ['-V']).length > 0
  } catch {
    return false
  }
}

describeInBun('Bun still', (backend) => {
  const { Bun: bun } = globalThis as unknown as { Bun: BunRuntime }

  it.skipIf(!hasSs())('ignores the backlog (listener.ts; needs the ss command)', () => {
    const listener = listen(bun, { backlog: 3 })
    const line = execFileSync('ss', ['-Hltn', `sport = :${listener.port}`], { encoding: 'utf8' })
    expect(line.split(/\s+/)[2]).not.toBe('3')
    listener.stop(true)
  })

  it('calls a lack of routes a refusal (connect.ts)', async () => {
    await expect(connectRaw(bun, '255.255.255.255', 9)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('fails to listen at text that is not an address with an error without a POSIX name (listener.ts)', () => {
    let code: string | undefined = 'none was thrown'
    try {
      listen(bun, { hostname: '-' })
    } catch (error) {
      ;({ code } = error as BunError)
    }
    expect(code).toBeUndefined()
  })

  it('forgets the addresses of a closed socket (tcp/tcp-stream.ts)', async () => {
    const listener = listen(bun)
    const socket = await connectRaw(bun, '127.0.0.1', listener.port)
    expect(socket.remotePort).toBe(listener.port)
    socket.end()
    expect(socket.remotePort).toBeUndefined()
    listener.stop(true)
  })

  it('writes only a part of a long write (write-queue.ts)', async () => {
    const listener = listen(bun)
    const socket = await connectRaw(bun, '127.0.0.1', listener.port)
    const much = new Uint8Array(50_000_000)
    expect(socket.write(much)).toBeLessThan(much.length)
    socket.terminate()
    listener.stop(true)
  })

  it('notices no FIN while a socket is paused (tcp/socket-stream.ts)', async () => {
    let ended = false
    let accepted: BunSocket | undefined
    const listener = bun.listen({
      ...anywhere,
      allowHalfOpen: true,
      data: undefined,
      socket: { ...quiet, open: (socket: BunSocket) => (accepted = socket), end: () => (ended = true) },
    })
    const client = await connectRaw(bun, '127.0.0.1', listener.port)
    await pause(10)
    accepted?.pause()
    client.end()
    await pause(30)
    expect(ended).toBe(false)
    accepted?.resume()
    await pause(30)
    expect(ended).toBe(true)
    listener.stop(true)
  })

  it.skipIf(!hasSs())('takes the keep-alive delay in milliseconds (tcp-stream.ts; needs the ss command)', async () => {
    const listener = listen(bun)
    const socket = await connectRaw(bun, '127.0.0.1', listener.port)
    socket.setKeepAlive(true, 90_000)
    const line = execFileSync('ss', ['-Htno', `sport = :${socket.localPort}`], { encoding: 'utf8' })
    expect(line).toMatch(/keepalive,1min/)
    socket.terminate()
    listener.stop(true)
  })

  it('resolves the name * to this host (resolve.ts)', async () => {
    expect((await lookup('*')).address).toBeTruthy()
  })

  it('refuses the multicast TTL 0 (udp/open.ts)', async () => {
    const socket = await openRaw(bun)
    expect(() => socket.setMulticastTTL(0)).toThrow(expect.objectContaining({ code: 'EINVAL' }))
    socket.close()
  })

  it('reports refusals on an unconnected socket, with the error alone (send-queue.ts, datagram-socket.ts)', async () => {
    const dead = await openRaw(bun)
    const { port } = dead.address
    dead.close()
    const told: unknown[][] = []
    const socket = await openRaw(bun, (...args) => told.push(args))
    socket.send(new Uint8Array(1), port, '127.0.0.1')
    await pause(20)
    expect(told).toEqual([[expect.objectContaining({ code: 'ECONNREFUSED' })]])
    socket.close()
  })

  it('reports a refusal twice on a connected socket, by send and by error (send-queue.ts)', async () => {
    const dead = await openRaw(bun)
    const { port } = dead.address
    dead.close()
    const told: unknown[] = []
    const socket = await bun.udpSocket({
      ...anywhere,
      connect: { hostname: '127.0.0.1', port },
      binaryType: 'arraybuffer',
      socket: { data() {}, drain() {}, error: (...args: unknown[]) => told.push(args.at(-1)) },
    })
    socket.send(new Uint8Array(1))
    const refused = expect.objectContaining({ code: 'ECONNREFUSED' })
    expect(() => socket.send(new Uint8Array(1))).toThrow(refused)
    await expect.poll(() => told).toEqual([refused])
    socket.close()
  })

  it('refuses a datagram to port 0 with its own error (send-queue.ts)', async () => {
    const socket = await openRaw(bun)
    expect(() => socket.send(new Uint8Array(1), 0, '127.0.0.1')).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }),
    )
    socket.close()
  })

  it.skipIf(!hasOpenssl)('ends TLS over a Duplex both ways at once (README; needs the openssl command)', async () => {
    const authority = new Authority()
    authority.issue('server', {})
    const server = await authority.serve('server')
    const { stream: inner } = await connect(backend, server.endpoint)
    const { stream } = await secure(bunTls({ ca: authority.root }), foreign(inner!))
    await write(stream!, 'CLOSE\n')
    expect((await readAll(stream!, 1)).length).toBe(0)
    await expect.poll(async () => await write(stream!, 'x')).toBeLessThan(0)
    stream?.close()
    server.close()
    authority.close()
  })

  it.skipIf(!hasOpenssl)(
    'reports a FIN without close_notify as an end (README; needs the openssl command)',
    async () => {
      const authority = new Authority()
      authority.issue('server', {})
      const server = await authority.serve('server')
      const { stream: inner } = await connect(backend, server.endpoint)
      const { stream } = await secure(bunTls({ ca: authority.root }), inner!)
      // The server has read all bytes, so its connection ends with a FIN, and not a reset, when it is killed.
      await write(stream!, 'a\n')
      await readAll(stream!, 2)
      const reading = read(stream!)
      server.close()
      expect((await reading).result).toBe(0)
      stream?.close()
      authority.close()
    },
  )
})
