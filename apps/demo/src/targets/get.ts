/**
 * `get <url>`: sends a request of HTTP/1.0 and writes the unchanged answer, which ends with the connection, to the output.
 */
import type { WriteInfo } from '@chrome-socket/api'
import { answer } from '../answer.ts'
import { expectOk } from '../network-failure.ts'
import { readToEnd } from '../read-to-end.ts'
import type { Target } from './target.ts'

export async function get({ narrated: { socket }, output }: Target, url: URL): Promise<void> {
  const isSecure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = url.port === '' ? (isSecure ? 443 : 80) : Number(url.port)

  const { socketId } = await socket.create('tcp')
  expectOk('connect', await answer<number>((done) => socket.connect(socketId, host, port, done)))
  if (isSecure) expectOk('secure', await answer<number>((done) => socket.secure(socketId, done)))

  const request = `GET ${url.pathname}${url.search} HTTP/1.0\r\nHost: ${url.host}\r\nAccept: */*\r\n\r\n`
  const bytes = new TextEncoder().encode(request)
  const { bytesWritten } = await answer<WriteInfo>((done) => socket.write(socketId, bytes, done))
  expectOk('write', bytesWritten)
  await readToEnd(socket, socketId, (data) => output.write(new Uint8Array(data)))
  socket.destroy(socketId)
}
