/**
 * What a TLS provider says to each certificate case: the result of `secure` over a stream to its server.
 */
import { NetError, type Backend, type ByteStream, type NetResult, type TlsProvider } from '@chrome-socket/api/backend'
import type { ServedCase } from '../src/certificates/index.ts'

export async function verdictOf(
  provider: TlsProvider,
  backend: Backend,
  { port, serverName }: ServedCase,
  wrap: (stream: ByteStream) => ByteStream = (stream) => stream,
): Promise<NetResult> {
  const inner = await new Promise<ByteStream>((resolve, reject) => {
    backend.connect({ address: '127.0.0.1', port }, (result, stream) => {
      if (result === NetError.OK && stream !== undefined) resolve(stream)
      else reject(new Error(`not connected: ${result}`))
    })
  })
  return new Promise((resolve) => {
    provider.secure(wrap(inner), { serverName }, (result, stream) => {
      stream?.close()
      resolve(result)
    })
  })
}
