/**
 * Old libraries redefine built-ins: `Array.from`, `Set`, `URL`, `Promise`, `setTimeout` … (Prototype, MooTools, Bluebird,
 * zone.js). Chrome's own bindings do not depend on a page's globals. Expectation: after this package has loaded it reads nothing
 * of the global object, nor any static method, whatever an app then does.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { afterMicrotasks } from '../src/backend/index.ts'
import { loopbackBackend } from './loopback-backend.ts'
import { createChrome } from '../src/index.ts'
import type { Chrome } from '../src/index.ts'

/** The members that code of this package has read, such as `Array.from`. */
const read: string[] = []
const restores: (() => void)[] = []

afterEach(() => {
  for (const restore of restores.splice(0)) restore()
})

/** Puts an accessor in the place of a property, which records reads by code of this package. */
function watch(owner: object, key: string, name: string): void {
  const original = Object.getOwnPropertyDescriptor(owner, key)
  if (original?.configurable !== true || original.get !== undefined) return
  const { value } = original as { value: unknown }
  const { defineProperty } = Object
  const { Error: HostError } = globalThis
  defineProperty(owner, key, {
    configurable: true,
    enumerable: original.enumerable ?? false,
    get() {
      const caller = new HostError().stack?.split('\n')[2] ?? ''
      if (/packages.api.src/.test(caller)) read.push(name)
      return value
    },
    // As an app would: from then on its own value is there.
    set: (changed: unknown) => defineProperty(owner, key, { ...original, value: changed }),
  })
  restores.push(() => defineProperty(owner, key, original))
}

/** Watches every global and every static method. */
function watchGlobals(): void {
  const names = Object.getOwnPropertyNames(globalThis)
  const owners = names.map(
    (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)?.value as unknown] as const,
  )
  for (const [name, owner] of owners) {
    // The stack of an error shows the code that reads. `Error` makes it.
    if ((typeof owner !== 'function' && typeof owner !== 'object') || owner === null || owner === globalThis) continue
    if (!/^[A-Z]/.test(name)) continue
    for (const key of Object.getOwnPropertyNames(owner)) {
      const value = Object.getOwnPropertyDescriptor(owner, key)?.value as unknown
      if (typeof value === 'function') watch(owner, key, `${name}.${key}`)
    }
  }
  for (const name of names) watch(globalThis, name, name)
}

const call = <Result>(run: (callback: (result: Result) => void) => void): Promise<Result> =>
  new Promise((resolve) => run(resolve))

/** Everything of chrome.sockets once, or nearly so. */
async function socketsRound({ sockets: { tcp, tcpServer, udp } }: Chrome): Promise<unknown[]> {
  const seen: unknown[] = []
  const server = await tcpServer.create({ name: 'server' })
  const accepted = call<{ clientSocketId: number }>((done) => tcpServer.onAccept.addListener(done))
  seen.push(await call<number>((done) => tcpServer.listen(server.socketId, '127.0.0.1', 0, done)))
  const client = await tcp.create({ bufferSize: 50 })
  const received = call<{ data: ArrayBuffer }>((done) => tcp.onReceive.addListener(done))
  seen.push(await call<number>((done) => tcp.connect(client.socketId, 'name.example', 80, 'ipv4', done)))
  seen.push((await accepted).clientSocketId)
  seen.push(await call((done) => tcp.send(client.socketId, new ArrayBuffer(3), done)))
  seen.push((await received).data.byteLength)
  seen.push((await tcp.getSockets()).length)
  await tcp.disconnect(client.socketId)
  const datagrams = await udp.create()
  const arrived = call<{ remoteAddress: string }>((done) => udp.onReceive.addListener(done))
  seen.push(await call<number>((done) => udp.bind(datagrams.socketId, '127.0.0.1', 0, done)))
  seen.push(await call((done) => udp.send(datagrams.socketId, new ArrayBuffer(3), 'localhost', 9, 'ipv4', done)))
  seen.push((await arrived).remoteAddress)
  await udp.close(datagrams.socketId)
  await udp.close(datagrams.socketId).catch((error: unknown) => seen.push(String(error)))
  return seen
}

/** Everything of chrome.socket once, or nearly so. */
async function round(chrome: Chrome): Promise<unknown[]> {
  const { socket, runtime, close } = chrome
  const seen: unknown[] = await socketsRound(chrome)
  const server = await socket.create('tcp', {})
  seen.push(await call<number>((done) => socket.listen(server.socketId, '127.1', 0, 3, done)))
  const client = await socket.create('tcp')
  const accepted = call<{ resultCode: number }>((done) => socket.accept(server.socketId, done))
  seen.push(await call<number>((done) => socket.connect(client.socketId, 'BÜCHER.example', 80, done)))
  seen.push((await accepted).resultCode)
  const lengths = [0, 1, 2000, 20_000, 200_000]
  const written = lengths.map((length) =>
    call<{ bytesWritten: number }>((done) => socket.write(client.socketId, new ArrayBuffer(length), done)),
  )
  for (const write of written) seen.push((await write).bytesWritten)
  seen.push((await call<{ resultCode: number }>((done) => socket.read(client.socketId, 100, done))).resultCode)
  seen.push(await call<boolean>((done) => socket.setNoDelay(client.socketId, true, done)))
  seen.push((await socket.getInfo(client.socketId)).connected)
  seen.push(await call<number>((done) => socket.secure(client.socketId, { tlsVersion: { min: 'tls1.2' } }, done)))
  const udp = await socket.create('udp')
  socket.setMulticastTimeToLive(udp.socketId, 3, () => {})
  seen.push(await call<number>((done) => socket.bind(udp.socketId, '127.0.0.1', 0, done)))
  seen.push(await call<number>((done) => socket.joinGroup(udp.socketId, '239.0.0.1', done)))
  seen.push(await call<string[]>((done) => socket.getJoinedGroups(udp.socketId, done)))
  const received = call<{ address: string }>((done) => socket.recvFrom(udp.socketId, done))
  for (const host of ['127.0.0.1', 'localhost', 'name.example']) {
    seen.push(
      (await call<{ bytesWritten: number }>((done) => socket.sendTo(udp.socketId, new ArrayBuffer(3), host, 9, done)))
        .bytesWritten,
    )
  }
  seen.push((await received).address)
  seen.push((await socket.getNetworkList()).length)
  socket.getInfo(99, () => seen.push(runtime.lastError?.message))
  await socket.getInfo(99).catch((error: unknown) => seen.push(String(error)))
  try {
    ;(socket.connect as (...wrong: unknown[]) => void)(1)
  } catch (error) {
    seen.push((error as TypeError).name)
  }
  socket.destroy(client.socketId)
  await close()
  return seen
}

const makeChrome = (): Chrome =>
  createChrome({
    backend: loopbackBackend(),
    sockets: { tcp: { connect: '*.example' }, tcpServer: { listen: '*' }, udp: { bind: '*', send: ['*'] } },
    tls: {
      name: 'plain',
      secure: (inner, _options, complete) => (afterMicrotasks(() => complete(0, inner)), () => {}),
    },
    permissions: [
      'storage',
      { socket: ['tcp-connect:*.example:*', 'tcp-listen', 'udp-bind', 'udp-send-to', 'udp-multicast-membership'] },
    ],
  })

describe('an app that redefines globals', () => {
  it('changes nothing for this package', async () => {
    const expected = await round(makeChrome())
    const chrome = makeChrome()
    read.length = 0
    watchGlobals()
    const seen = await round(chrome)
    for (const restore of restores.splice(0)) restore()
    expect(seen).toEqual(expected)
    expect(new Set(read)).toEqual(new Set())
  })
})
