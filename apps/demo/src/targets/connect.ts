/** `connect <host> <port>`: the input goes to the socket, and what the socket gets to the output. */
import type { WriteInfo } from '@chrome-socket/api'
import { answer } from '../answer.ts'
import { expectOk } from '../network-failure.ts'
import { readToEnd } from '../read-to-end.ts'
import { quietPeriod } from './quiet-period.ts'
import type { Target } from './target.ts'

/** Ends when the peer does, or, after the end of the input, when the peer has no more to say. */
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
