/**
 * Operations without a free descriptor, a cancelled connect, and a connection that is reset before it is accepted.
 * Expectations: the backend contract, and Chromium 156 for the peer's address of such a connection.
 */
import net from 'node:net'
import os from 'node:os'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createChrome } from '@chrome-socket/api'
import type { Chrome } from '@chrome-socket/api'
import { nodeBackend } from '../src/index.ts'
import { nodeBackendOver } from '../src/node-backend.ts'
import { socketTransport } from '../src/sockets/socket-transport.ts'

const backend = nodeBackend()
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
let chrome: Chrome | undefined

afterEach(async () => {
  await chrome?.close()
  vi.restoreAllMocks()
})

describe('getNetworkList', () => {
  it('gives an error, and does not throw, if the system refuses', async () => {
    vi.spyOn(os, 'networkInterfaces').mockImplementation(() => {
      throw Object.assign(new Error('EMFILE'), { code: 'ERR_SYSTEM_ERROR' })
    })
    chrome = createChrome({ backend })
    await expect(chrome.socket.getNetworkList()).rejects.toThrow('Network lookup failed or unsupported')
  })
})

describe('a connect', () => {
  it('does not complete if it is cancelled between its failure and its completion', async () => {
    vi.spyOn(net, 'connect').mockImplementation(() => {
      const socket = new net.Socket()
      setImmediate(() => {
        socket.destroy(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))
        socket.once('error', () => cancel())
      })
      return socket
    })
    const completions: number[] = []
    const cancel = nodeBackendOver(socketTransport).connect({ address: '127.0.0.1', port: 9 }, (result) =>
      completions.push(result),
    )
    await pause(50)
    expect(completions).toEqual([])
  })
})

describe('a listener', () => {
  it('knows the peer of a connection that was reset before it was accepted', async () => {
    const { socket } = (chrome = createChrome({ backend }))
    const { socketId } = await socket.create('tcp')
    await new Promise((resolve) => socket.listen(socketId, '127.0.0.1', 0, resolve))
    const { localPort = 0 } = await socket.getInfo(socketId)
    const peer = net.connect(localPort, '127.0.0.1')
    await new Promise((resolve) => peer.once('connect', resolve))
    const peerPort = peer.localPort
    await pause(50)
    peer.resetAndDestroy()
    await pause(50)
    const accepted = await new Promise<number>((resolve) =>
      socket.accept(socketId, (info) => resolve(info.socketId ?? 0)),
    )
    expect(await socket.getInfo(accepted)).toEqual({
      socketType: 'tcp',
      connected: true,
      peerAddress: '127.0.0.1',
      peerPort,
    })
    const read = await new Promise<number>((resolve) => socket.read(accepted, (info) => resolve(info.resultCode)))
    expect(read).toBe(0)
  })
})
