/** `udp <host> <port>`: sends each line of the input as a datagram, and writes each received datagram as a line. */
import { createInterface } from 'node:readline'
import type { ReadInfo, WriteInfo } from '@chrome-socket/api'
import { NetError, netErrorToString } from '@chrome-socket/api'
import { answer } from '../answer.ts'
import { expectOk } from '../network-failure.ts'
import { quietPeriod } from './quiet-period.ts'
import type { Target } from './target.ts'

const longestDatagram = 65_507

export async function udp(
  { narrated, chrome: { socket }, input, output, tell }: Target,
  host: string,
  port: number,
): Promise<void> {
  const { socketId } = await narrated.socket.create('udp')
  expectOk('connect', await answer<number>((done) => narrated.socket.connect(socketId, host, port, done)))

  const quiet = quietPeriod()
  const report = (call: string, result: number): void => {
    if (result < 0) tell(`${call}: ${netErrorToString(result)}`)
  }
  const receive = (): void => {
    socket.read(socketId, longestDatagram, ({ resultCode, data }: ReadInfo) => {
      if (resultCode === NetError.ERR_CONNECTION_CLOSED) return
      quiet.restart()
      report('read', resultCode)
      if (resultCode >= 0) output.write(`${new TextDecoder().decode(data)}\n`)
      receive()
    })
  }
  receive()
  for await (const line of createInterface({ input })) {
    const datagram = new TextEncoder().encode(line)
    const { bytesWritten } = await answer<WriteInfo>((done) => socket.write(socketId, datagram, done))
    report('write', bytesWritten)
  }
  await quiet.begin()
  socket.destroy(socketId)
}
