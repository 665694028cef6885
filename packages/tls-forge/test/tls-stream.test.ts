/**
 * Tests that the secured stream keeps the rules of the contract's streams, against Node's own TLS server.
 */
import net from 'node:net'
import { describe, expect, it } from 'vitest'
import { NetError } from '@chrome-socket/api/backend'
import { webCrypto } from '../src/crypto/web.ts'
import { forgeTls } from '../src/forge-tls.ts'
import { connect } from './support/net-stream.ts'
import { ca, client, echo, read, readAll, serve, write } from './support/secure.ts'

const versions = ['TLSv1.3', 'TLSv1.2'] as const

/** Waits until `value` is above 0 and stays the same for twenty polls. */
async function unchanged(value: () => number): Promise<void> {
  let last = 0
  let polls = 0
  const isStill = (): boolean => {
    polls = value() > 0 && value() === last ? polls + 1 : 0
    last = value()
    return polls >= 20
  }
  await expect.poll(isStill, { interval: 10 }).toBe(true)
}

describe('the stream', () => {
  it.each(versions)('reads 0 after close_notify, again and again, while writing goes on (%s)', async (version) => {
    let received = ''
    const port = await serve(
      (socket) => {
        socket.on('data', (data) => (received += data.toString()))
        socket.write('bye')
        socket.end()
      },
      { minVersion: version, maxVersion: version, allowHalfOpen: true } as Parameters<typeof serve>[1],
    )
    const { stream } = await client()(port)
    expect((await readAll(stream)).toString()).toBe('bye')
    expect((await read(stream))[0]).toBe(0)
    expect(await write(stream, 'still here')).toBe(10)
    await expect.poll(() => received).toBe('still here')
    stream?.close()
  })

  it('closes at once, completes pending calls, and tells the server', async () => {
    let ended = false
    const port = await serve((socket) => {
      socket.on('end', () => (ended = true))
      socket.resume()
    })
    const { stream } = await client()(port)
    const order: string[] = []
    const pending = read(stream).then(([result]) => order.push(`read ${result}`))
    stream?.close()
    stream?.close()
    order.push('closed')
    await pending
    expect(order).toEqual(['closed', `read ${NetError.ERR_CONNECTION_CLOSED}`])
    expect((await read(stream))[0]).toBe(NetError.ERR_CONNECTION_CLOSED)
    expect(await write(stream, 'x')).toBe(NetError.ERR_CONNECTION_CLOSED)
    await expect.poll(() => ended).toBe(true)
  })

  it('delivers the bytes that were written before it closed', async () => {
    let received = 0
    const port = await serve((socket) => {
      socket.on('data', (data: Buffer) => (received += data.length))
    })
    const { stream } = await client()(port)
    expect(await write(stream, new Uint8Array(300_000))).toBe(300_000)
    stream?.close()
    await expect.poll(() => received).toBe(300_000)
  })

  it('holds back a server while nobody reads', async () => {
    let written = 0
    const port = await serve((socket) => {
      const more = (): void => {
        while (socket.writable && written < 60_000_000) {
          written += 65_536
          if (!socket.write(Buffer.alloc(65_536))) {
            socket.once('drain', more)
            return
          }
        }
      }
      more()
    })
    // The client opens records asynchronously, and gives them out together.
    const { stream } = await client({ crypto: webCrypto() })(port)
    await unchanged(() => written)
    // The kernel's buffers on both sides hold several megabytes.
    expect(written).toBeLessThan(40_000_000)
    expect((await read(stream))[0]).toBe(65_536)
    stream?.close()
  })

  it('completes nothing inside the call that asked for it', async () => {
    const port = await serve(echo)
    const { stream } = await client()(port)
    for (const bytes of [new Uint8Array(0), new Uint8Array(5)]) {
      let inside = true
      await new Promise<void>((resolve) => {
        stream?.write(bytes, () => {
          expect(inside).toBe(false)
          resolve()
        })
        inside = false
      })
    }
    stream?.close()
  })

  it('ends with the error of the connection beneath', async () => {
    const sockets: net.Socket[] = []
    const relay = net.createServer((socket) => sockets.push(socket))
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve))
    const { port } = relay.address() as net.AddressInfo
    const results: number[] = []
    for (const end of ['reset', 'close', 'garbage'] as const) {
      const securing = client()(port)
      await expect.poll(() => sockets.length).toBe(1)
      const socket = sockets.pop()
      if (end === 'reset') socket?.resetAndDestroy()
      else if (end === 'close') socket?.end()
      else socket?.write('220 mail.example ESMTP\r\n')
      results.push((await securing).result)
      socket?.destroy()
    }
    relay.close()
    expect(results).toEqual([
      NetError.ERR_CONNECTION_RESET,
      NetError.ERR_CONNECTION_CLOSED,
      NetError.ERR_SSL_PROTOCOL_ERROR,
    ])
  })

  it('can be cancelled during the handshake, which closes the connection beneath', async () => {
    let closed = false
    let hasHello = false
    const silent = net.createServer((socket) => {
      socket.on('close', () => (closed = true))
      socket.on('data', () => (hasHello = true))
    })
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const inner = await connect((silent.address() as net.AddressInfo).port)
    let completed = false
    const cancel = forgeTls({ ca }).secure(inner, { serverName: 'localhost' }, () => (completed = true))
    await expect.poll(() => hasHello).toBe(true)
    cancel()
    cancel()
    // The server does not close, so the stream waits a second for it.
    await expect.poll(() => closed).toBe(true)
    expect(completed).toBe(false)
    silent.close()
  })
})
