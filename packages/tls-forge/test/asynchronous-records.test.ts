/**
 * Tests records that are opened asynchronously, as by WebCrypto: the stream delivers all data that was received
 * before it reports an end or a failure, and it continues to read while the records that wait hold no data.
 */
import { NetError, type ByteStream } from '@chrome-socket/api/backend'
import { describe, expect, it } from 'vitest'
import { webCrypto } from '../src/crypto/web.ts'
import { forgeTls } from '../src/forge-tls.ts'
import { Writer } from '../src/wire/writer.ts'
import { data, message } from './support/alterations.ts'
import { anchor } from './support/identity.ts'
import type { Piece } from './support/messages.ts'
import { transportTo, type TransportScript } from './support/scripted-transport.ts'
import { read, readAll } from './support/secure.ts'
import { Server13 } from './support/server-13.ts'

function secured(after: readonly Piece[], script: TransportScript): Promise<ByteStream> {
  const { stream } = transportTo(new Server13({ after }), script)
  const provider = forgeTls({ ca: anchor.certificate, crypto: webCrypto() })
  return new Promise((resolve, reject) => {
    provider.secure(stream, { serverName: 'server.test' }, (result, found) => {
      if (found === undefined) reject(new Error(String(result)))
      else resolve(found)
    })
  })
}

const record = { ...data, content: new Uint8Array(1000).fill(7) }
/** A NewSessionTicket of nearly the maximum length. */
const ticket = message(
  'new_session_ticket',
  new Writer()
    .u32(3600)
    .u32(1)
    .vector(1, Uint8Array.of(1))
    .vector(2, new Uint8Array(16_000))
    .vector(2, new Uint8Array(0))
    .finish(),
)

describe('records that are still being opened', () => {
  // A reset flushes the receiver's queue (RFC 9293, section 3.10.7.4), but data that we have received is ours.
  it.each([
    ['is reset', NetError.ERR_CONNECTION_RESET],
    ['ends', 0],
  ])('are delivered when the connection %s', async (_, end) => {
    const stream = await secured(
      Array.from({ length: 40 }, () => record),
      { endAfter: 2, end },
    )
    expect((await readAll(stream)).length).toBe(40_000)
    expect((await read(stream))[0]).toBe(end)
    stream.close()
  })

  it('do not stop reading if 256 KiB of them hold no data', async () => {
    const after = [...Array.from({ length: 20 }, () => ticket), record]
    const stream = await secured(after, { chunkLength: 300_000 })
    expect((await read(stream))[0]).toBe(1000)
    stream.close()
  })
})
