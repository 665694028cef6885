/** Sockets that have been closed leave nothing behind, however many there were. */
import { createChrome } from '@chrome-socket/api'
import type { Chrome } from '@chrome-socket/api'
import { nodeBackend } from '@chrome-socket/backend-node'
import { describe, expect, it } from 'vitest'
import { memoryInUse } from './garbage.ts'

const count = 100_000
/** In bytes. The table of ids takes 3 KB for this many; a socket that stayed takes 200 bytes at least. */
const slack = 1_000_000

interface Namespace {
  readonly create: (chrome: Chrome) => Promise<{ socketId: number }>
  readonly close: (chrome: Chrome, socketId: number) => unknown
  /** Undefined in chrome.socket, which lists none. */
  readonly list?: (chrome: Chrome) => Promise<readonly unknown[]>
}

const namespaces: Readonly<Record<string, Namespace>> = {
  'socket, tcp': {
    create: ({ socket }) => socket.create('tcp'),
    close: ({ socket }, socketId) => socket.destroy(socketId),
  },
  'socket, udp': {
    create: ({ socket }) => socket.create('udp'),
    close: ({ socket }, socketId) => socket.destroy(socketId),
  },
  'sockets.tcp': successor('tcp'),
  'sockets.tcpServer': successor('tcpServer'),
  'sockets.udp': successor('udp'),
}

function successor(name: 'tcp' | 'tcpServer' | 'udp'): Namespace {
  return {
    create: ({ sockets }) => sockets[name].create(),
    close: ({ sockets }, socketId) => sockets[name].close(socketId),
    list: ({ sockets }) => sockets[name].getSockets(),
  }
}

describe.each(Object.entries(namespaces))('%s', (_, { close, create, list }) => {
  it(`${count} sockets, opened and closed`, { timeout: 120_000 }, async () => {
    const chrome = createChrome({ backend: nodeBackend() })
    await openAndClose(chrome, 1000)
    const before = await memoryInUse()
    expect(await openAndClose(chrome, count)).toBe(1000 + count)
    expect((await memoryInUse()) - before).toBeLessThan(slack)
    expect((await list?.(chrome)) ?? []).toEqual([])
    await chrome.close()
  })

  /** Returns the last id. A hundred sockets are open at a time. */
  async function openAndClose(chrome: Chrome, total: number): Promise<number> {
    let last = 0
    for (let done = 0; done < total; done += 100) {
      const infos = await Promise.all(Array.from({ length: 100 }, () => create(chrome)))
      await Promise.all(infos.map(({ socketId }) => close(chrome, socketId)))
      last = infos.at(-1)?.socketId ?? 0
    }
    return last
  }
})
