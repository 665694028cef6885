/** `udp <host> <port>`: each line of stdin is a datagram, and each datagram that comes back a line. */
import { createInterface } from 'node:readline'
import type { ReadInfo, WriteInfo } from '@chrome-socket/api'
import { NetError, netErrorToString } from '@chrome-socket/api'
import { answer } from '../answer.ts'
import { expectOk } from '../network-failure.ts'
import { quietPeriod } from './quiet-period.ts'
import type { Target } from './target.ts'

const longestDatagram = 65_507

export async function udp({ narrated, chrome: { socket } }: Target, host: string, port: number): Promise<void> {
  const { socketId } = await narrated.socket.create('udp')
  expectOk('connect', await answer<number>((done) => narrated.socket.connect(socketId, host, port, done)))

  const quiet = quietPeriod()
  const receive = (): void => {
    socket.read(socketId, longestDatagram, ({ resultCode, data }: ReadInfo) => {
      if (resultCode === NetError.ERR_CONNECTION_CLOSED) return
      quiet.restart()
      report('read', resultCode)
      if (resultCode >= 0) process.stdout.write(`${new TextDecoder().decode(data)}\n`)
      receive()
    })
  }
  receive()
  for await (const line of createInterface({ input: process.stdin })) {
    const datagram = new TextEncoder().encode(line)
    const { bytesWritten } = await answer<WriteInfo>((done) => socket.write(socketId, datagram, done))
    report('write', bytesWritten)
  }
  await quiet.begin()
  socket.destroy(socketId)
}

function report(call: string, result: number): void {
  if (result < 0) process.stderr.write(`${call}: ${netErrorToString(result)}\n`)
}
