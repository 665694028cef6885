/**
 * The limits of a process: descriptors, and the queue of connections that are not accepted. A stand-in for Bun fails in the
 * same way as Bun 1.4.5 under `ulimit -n 40`.
 */
import fs from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { afterEach, expect, it, vi } from 'vitest'
import { NetError } from '@chrome-socket/api/backend'
import type { TcpListener } from '@chrome-socket/api/backend'
import type { BunError, BunRuntime, BunSocket, BunSocketHandlers } from '../src/bun-types.ts'
import { connectByBun, ConnectAttempt } from '../src/tcp/connect.ts'
import { listenTcp } from '../src/tcp/listener.ts'

const at = { address: '127.0.0.1', port: 9 }

afterEach(() => {
  vi.restoreAllMocks()
})

function refuseDescriptors(): void {
  vi.spyOn(fs, 'openSync').mockImplementation(() => {
    throw Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' })
  })
}

/** A stand-in for Bun that refuses every connection within the call, and fails to listen. */
const refusing = {
  connect({ data, socket }: { data: unknown; socket: BunSocketHandlers<unknown> }) {
    socket.connectError?.({ data } as BunSocket, Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))
    return Promise.reject(new Error('refused'))
  },
  listen() {
    throw new Error('Failed to listen') satisfies BunError
  },
} as unknown as BunRuntime

const connectResult = (): Promise<number> =>
  new Promise((resolve) => void connectByBun(refusing, at, new ConnectAttempt(at, resolve)))
const listenResult = (): Promise<number> => new Promise((resolve) => void listenTcp(refusing, at, resolve))

it('a connect and a listen without a descriptor give ERR_INSUFFICIENT_RESOURCES', async () => {
  expect(await connectResult()).toBe(NetError.ERR_ADDRESS_UNREACHABLE)
  expect(await listenResult()).toBe(NetError.ERR_ADDRESS_INVALID)
  refuseDescriptors()
  expect(await connectResult()).toBe(NetError.ERR_INSUFFICIENT_RESOURCES)
  expect(await listenResult()).toBe(NetError.ERR_INSUFFICIENT_RESOURCES)
})

/** Waits until a connection that has received nothing is closed: it receives once more before. */
async function nextRound(): Promise<void> {
  for (const _ of [1, 2, 3]) await setImmediate()
}

it('a listener queues at most 4096 connections, like Linux, and closes the others', async () => {
  let connect = (): void => {}
  let closed = 0
  const accepting = {
    listen({ data, socket }: { data: unknown; socket: BunSocketHandlers<unknown> }) {
      connect = () =>
        socket.open?.({ data, setKeepAlive: () => true, end: () => (closed += 1) } as unknown as BunSocket)
      return { port: 9, stop: () => {} }
    },
  } as unknown as BunRuntime
  const listener = await new Promise<TcpListener | undefined>((resolve) => {
    listenTcp(accepting, at, (_result, opened) => resolve(opened))
  })
  for (let count = 0; count < 5000; count += 1) connect()
  await nextRound()
  expect(closed).toBe(5000 - 4096)
  expect(await new Promise((resolve) => listener?.accept(resolve))).toBe(NetError.OK)
  connect()
  await nextRound()
  expect(closed).toBe(5000 - 4096)
  listener?.close()
  await nextRound()
  expect(closed).toBe(5000)
})
