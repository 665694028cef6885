/** Closed sockets leave nothing behind, however many there were. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { createChrome } from '@chrome-socket/api'
import type { Chrome } from '@chrome-socket/api'
import { nodeBackend } from '@chrome-socket/backend-node'
import { describe, expect, it } from 'vitest'
import { memoryInUse } from './garbage.ts'

const address = '127.0.0.1'
const count = 100_000
/** The number of sockets. A socket that was connected keeps a port of the system for a minute. */
const countInUse = 1500
/**
 * The limits on growth, in bytes. The table of ids takes 3 KB for 100,000 sockets; a socket that stayed takes at least 200 bytes,
 * and 1300 if it was in use. The process itself grows or shrinks by up to 400 KB meanwhile.
 */
const slack = 5_000_000
const slackInUse = 1_500_000

interface Namespace {
  readonly create: (chrome: Chrome) => Promise<{ socketId: number }>
  /** Makes the system open a socket, too. */
  readonly use: (chrome: Chrome, socketId: number, port: number, complete: (result: number) => void) => void
  readonly close: (chrome: Chrome, socketId: number) => unknown
  /** The list of sockets. Undefined in chrome.socket, which has no such list. */
  readonly list?: (chrome: Chrome) => Promise<readonly unknown[]>
}

const namespaces: Readonly<Record<string, Namespace>> = {
  'socket, tcp': {
    create: ({ socket }) => socket.create('tcp'),
    use: ({ socket }, socketId, port, complete) => socket.connect(socketId, address, port, complete),
    close: ({ socket }, socketId) => socket.destroy(socketId),
  },
  'socket, udp': {
    create: ({ socket }) => socket.create('udp'),
    use: ({ socket }, socketId, _, complete) => socket.bind(socketId, address, 0, complete),
    close: ({ socket }, socketId) => socket.destroy(socketId),
  },
  'sockets.tcp': successor('tcp', ({ sockets }, socketId, port, complete) =>
    sockets.tcp.connect(socketId, address, port, complete),
  ),
  'sockets.tcpServer': successor('tcpServer', ({ sockets }, socketId, _, complete) =>
    sockets.tcpServer.listen(socketId, address, 0, complete),
  ),
  'sockets.udp': successor('udp', ({ sockets }, socketId, _, complete) =>
    sockets.udp.bind(socketId, address, 0, complete),
  ),
}

function successor(name: 'tcp' | 'tcpServer' | 'udp', use: Namespace['use']): Namespace {
  return {
    use,
    create: ({ sockets }) => sockets[name].create(),
    close: ({ sockets }, socketId) => sockets[name].close(socketId),
    list: ({ sockets }) => sockets[name].getSockets(),
  }
}

describe.each(Object.entries(namespaces))('%s', (_, { close, create, list, use }) => {
  it(`${count} sockets leave nothing behind after close`, { timeout: 120_000 }, async () => {
    const chrome = createChrome({ backend: nodeBackend() })
    await openAndClose(chrome, 1000)
    const before = await memoryInUse()
    expect(await openAndClose(chrome, count)).toBe(1000 + count)
    expect((await memoryInUse()) - before).toBeLessThan(slack)
    expect((await list?.(chrome)) ?? []).toEqual([])
    await chrome.close()
  })

  it(`${countInUse} sockets leave nothing behind if they are closed while in use`, { timeout: 120_000 }, async () => {
    const peers = new Set<Socket>()
    const server = createServer((peer) => {
      peers.add(peer)
      peer
        .resume()
        .on('error', () => {})
        .on('close', () => peers.delete(peer))
    }).listen(0, address)
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const chrome = createChrome({ backend: nodeBackend() })
    const useEach = async (socketId: number): Promise<void> => {
      expect(await new Promise((resolve) => use(chrome, socketId, port, resolve))).toBeGreaterThanOrEqual(0)
    }
    await openAndClose(chrome, 500, useEach)
    await until(() => peers.size === 0)
    const before = await memoryInUse()
    const resources = process.getActiveResourcesInfo().length
    await openAndClose(chrome, countInUse, useEach)
    await until(() => peers.size === 0 && process.getActiveResourcesInfo().length <= resources)
    expect((await memoryInUse()) - before).toBeLessThan(slackInUse)
    expect((await list?.(chrome)) ?? []).toEqual([])
    await chrome.close()
    server.close()
  })

  /** Opens and closes sockets, a hundred at a time. Returns the last id. */
  async function openAndClose(
    chrome: Chrome,
    total: number,
    useEach: (socketId: number) => Promise<void> = async () => {},
  ): Promise<number> {
    let last = 0
    for (let done = 0; done < total; done += 100) {
      const infos = await Promise.all(Array.from({ length: 100 }, () => create(chrome)))
      await Promise.all(infos.map(({ socketId }) => useEach(socketId)))
      await Promise.all(infos.map(({ socketId }) => close(chrome, socketId)))
      last = infos.at(-1)?.socketId ?? 0
    }
    return last
  }
})

async function until(isReached: () => boolean): Promise<void> {
  while (!isReached()) {
    await new Promise((resolve) => {
      setTimeout(resolve, 5)
    })
  }
}
