/**
 * Tests when Node's handles are used, and that they are closed.
 * Expectations: https://nodejs.org/docs/latest-v20.x/api/deprecations.html#DEP0111,
 * https://nodejs.org/docs/latest-v20.x/api/permissions.html, and the backend contract. The contract suite tests the other
 * rules of the contract over handles and sockets.
 */
import { execFile } from 'node:child_process'
import dgram from 'node:dgram'
import { existsSync, readdirSync } from 'node:fs'
import net from 'node:net'
import process from 'node:process'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { afterMicrotasks, NetError, readBytes } from '@chrome-socket/api/backend'
import type { Backend, DatagramSocket, Endpoint, TcpStream } from '@chrome-socket/api/backend'
import { handleTransport } from '../src/handles/handle-transport.ts'
import { hasInternals, internals } from '../src/handles/internals.ts'
import { nodeBackendOver } from '../src/node-backend.ts'
import { socketTransport } from '../src/sockets/socket-transport.ts'

const run = promisify(execFile)
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
const isNode = process.release.name === 'node' && process.versions['bun'] === undefined
const major = Number(process.versions.node.split('.')[0])

afterEach(() => {
  vi.restoreAllMocks()
  vi.resetModules()
})

async function hasInternalsAnew(): Promise<boolean> {
  vi.resetModules()
  return (await import('../src/handles/internals.ts')).hasInternals
}

describe.runIf(isNode && [20, 22, 24, 26].includes(major))('internals', () => {
  const holder = process as unknown as { binding: (name: string) => object }

  it('are used in the verified versions of Node', async () => {
    expect(hasInternals).toBe(true)
    expect(await hasInternalsAnew()).toBe(true)
  })

  it('are not used in another version', async () => {
    vi.spyOn(process, 'versions', 'get').mockReturnValue({ ...process.versions, node: '25.0.0' })
    expect(await hasInternalsAnew()).toBe(false)
  })

  it('are not used in Electron', async () => {
    vi.spyOn(process, 'versions', 'get').mockReturnValue({ ...process.versions, electron: '38.0.0' })
    expect(await hasInternalsAnew()).toBe(false)
  })

  it('are not used if a member is missing', async () => {
    const { binding } = holder
    vi.spyOn(holder, 'binding').mockImplementation((name) => {
      return { ...binding.call(process, name), kLastWriteWasAsync: undefined }
    })
    expect(await hasInternalsAnew()).toBe(false)
  })

  it('are not used if a permission is missing', async () => {
    const flag = major === 20 ? '--experimental-permission' : '--permission'
    const script = 'try { process.binding("tcp_wrap") } catch (error) { console.log(error.code) }'
    const { stdout } = await run(process.execPath, [flag, '--allow-fs-read=*', '-e', script])
    expect(stdout.trim()).toBe('ERR_ACCESS_DENIED')
    vi.spyOn(holder, 'binding').mockImplementation(() => {
      throw new Error('denied')
    })
    expect(await hasInternalsAnew()).toBe(false)
  })

  it('are not used if Node would warn about process.binding', async () => {
    const script = 'console.log(Object.getPrototypeOf(process.binding) === Function.prototype)'
    const said = async (...flags: string[]): Promise<string> =>
      (await run(process.execPath, [...flags, '-e', script])).stdout.trim()
    expect(await said('--no-pending-deprecation')).toBe('true')
    expect(await said('--pending-deprecation')).toBe('false')
    const warns = vi.fn(holder.binding)
    const { binding } = holder
    holder.binding = Object.setPrototypeOf(warns, binding) as typeof binding
    try {
      expect(await hasInternalsAnew()).toBe(false)
    } finally {
      holder.binding = binding
    }
    expect(warns).not.toHaveBeenCalled()
  })
})

const transports = { ...(hasInternals && { handles: handleTransport }), sockets: socketTransport }

describe.each(Object.entries(transports))('over %s', (_name, transport) => {
  const backend = nodeBackendOver(transport)

  it('every descriptor is closed after a reset, an end, a close and a cancel', async (context) => {
    if (!existsSync('/proc/self/fd')) context.skip('Only Linux lists the descriptors of a process')
    const descriptors = (): number => readdirSync('/proc/self/fd').length
    const server = net.createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const to: Endpoint = { address: '127.0.0.1', port: (server.address() as net.AddressInfo).port }
    const before = descriptors()
    const reset = await accepted(server, backend, to)
    reset.peer.resetAndDestroy()
    await new Promise((resolve) => readBytes(reset.stream, 10, resolve))
    reset.stream.close()
    const ended = await accepted(server, backend, to)
    ended.peer.end()
    await new Promise((resolve) => readBytes(ended.stream, 10, resolve))
    ended.stream.close()
    const heldUp = await accepted(server, backend, to)
    const written = new Promise<number>((resolve) => heldUp.stream.write(new Uint8Array(32 * 1024 * 1024), resolve))
    heldUp.stream.close()
    heldUp.stream.close()
    expect(await written).toBe(NetError.ERR_CONNECTION_CLOSED)
    backend.connect(to, () => {})()
    server.close()
    heldUp.peer.destroy()
    ended.peer.destroy()
    await pause(50)
    await new Promise((resolve) => backend.connect(to, resolve))
    // The server's descriptor is closed, too.
    await expect.poll(descriptors).toBeLessThanOrEqual(before - 1)
  })

  it('a datagram that arrives before the open completes is received', async () => {
    const probe = dgram.createSocket('udp4').bind(0, '127.0.0.1')
    await new Promise((resolve) => probe.once('listening', resolve))
    const at: Endpoint = { address: '127.0.0.1', port: probe.address().port }
    await new Promise<void>((resolve) => probe.close(resolve))
    const sender = dgram.createSocket('udp4')
    const opened = new Promise<DatagramSocket>((resolve, reject) => {
      // These turns run first, so that the datagram arrives before the open completes.
      for (let i = 0; i < 1000; i += 1) afterMicrotasks(() => {})
      const done = (_result: number, socket?: DatagramSocket): void =>
        socket === undefined ? reject(new Error('not opened')) : resolve(socket)
      backend.openDatagram?.({ bind: at, multicastTtl: 1, multicastLoopback: true }, done)
    })
    sender.send('early', at.port, at.address)
    const socket = await opened
    const got = await new Promise<string>((resolve) =>
      socket.receive(100, (_result, data) => resolve(new TextDecoder().decode(data))),
    )
    expect(got).toBe('early')
    socket.close()
    sender.close()
  })
})

async function accepted(
  server: net.Server,
  backend: Backend,
  to: Endpoint,
): Promise<{ peer: net.Socket; stream: TcpStream }> {
  const peer = new Promise<net.Socket>((resolve) => server.once('connection', resolve))
  const stream = await new Promise<TcpStream>((resolve, reject) => {
    backend.connect(to, (_result, found) => (found === undefined ? reject(new Error('refused')) : resolve(found)))
  })
  return { peer: await peer, stream }
}

describe.runIf(hasInternals)('a datagram that the system does not accept at once', () => {
  const opened = async (): Promise<DatagramSocket> =>
    await new Promise((resolve, reject) => {
      const bind = { address: '127.0.0.1', port: 0 }
      handleTransport.openDatagram({ bind, multicastTtl: 1, multicastLoopback: true }, (_result, socket) =>
        socket === undefined ? reject(new Error('not opened')) : resolve(socket),
      )
    })

  it.each([
    ['leaves later', 0, 3],
    ['fails later', -90, NetError.ERR_MSG_TOO_BIG],
  ])('%s', async (_name, status, expected) => {
    const socket = await opened()
    const requests: { oncomplete?: (status: number) => void }[] = []
    const prototype = internals.UDP.prototype as { send: (request: { oncomplete?: () => void }) => number }
    vi.spyOn(prototype, 'send').mockImplementation((request) => {
      requests.push(request)
      return 0
    })
    const results: number[] = []
    const to = { address: '127.0.0.1', port: 9 }
    socket.send(new Uint8Array(3), to, (result) => results.push(result))
    socket.send(new Uint8Array(3), to, (result) => results.push(result))
    await pause(20)
    expect(results).toEqual([])
    expect(new Set(requests).size).toBe(2)
    for (const request of requests) request.oncomplete?.(status)
    await pause(20)
    expect(results).toEqual([expected, expected])
    socket.close()
  })
})
