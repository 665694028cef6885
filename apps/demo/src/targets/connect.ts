/** `connect <host> <port>`: sends the input to the socket, and writes received bytes to the output. */
import type { WriteInfo } from '@chrome-socket/api'
import { answer } from '../answer.ts'
import { expectOk } from '../network-failure.ts'
import { readToEnd } from '../read-to-end.ts'
import { quietPeriod } from './quiet-period.ts'
import type { Target } from './target.ts'

/** Runs until the peer ends the connection or, after the end of the input, until the peer is silent for a second. */
export async function connect(
  { narrated, chrome: { socket }, input, output }: Target,
  host: string,
  port: number,
): Promise<void> {
  const { socketId } = await narrated.socket.create('tcp')
  expectOk('connect', await answer<number>((done) => narrated.socket.connect(socketId, host, port, done)))

  const quiet = quietPeriod()
  const received = readToEnd(socket, socketId, (data) => {
    quiet.restart()
    output.write(new Uint8Array(data))
  })
  const sent = (async () => {
    for await (const chunk of input) {
      const { bytesWritten } = await answer<WriteInfo>((done) => socket.write(socketId, chunk as Uint8Array, done))
      if (bytesWritten < 0) return
    }
    await quiet.begin()
  })()
  await Promise.race([received, sent])
  socket.destroy(socketId)
}
