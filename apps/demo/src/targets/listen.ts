/** `listen <port>`: a server that sends back every byte, and reports each connection and its end. */
import type { AcceptInfo, ChromeSocket, ReadInfo, WriteInfo } from '@chrome-socket/api'
import { answer } from '../answer.ts'
import { expectOk } from '../network-failure.ts'
import type { Target } from './target.ts'

/** Runs until the app is closed. */
export async function listen(
  { narrated, chrome: { socket }, tell }: Target,
  address: string,
  port: number,
): Promise<void> {
  const { socketId: listener } = await narrated.socket.create('tcp')
  expectOk('listen', await answer<number>((done) => narrated.socket.listen(listener, address, port, done)))
  const { localAddress, localPort } = await socket.getInfo(listener)
  tell(`Listening on ${localAddress}, port ${localPort}; Ctrl-C ends it.`)

  for (;;) {
    const { resultCode, socketId } = await answer<AcceptInfo>((done) => socket.accept(listener, done))
    expectOk('accept', resultCode)
    if (socketId !== undefined) void echo(socket, socketId, tell)
  }
}

async function echo(socket: ChromeSocket, socketId: number, tell: Target['tell']): Promise<void> {
  const { peerAddress, peerPort } = await socket.getInfo(socketId)
  tell(`${peerAddress}:${peerPort} has connected`)
  let total = 0
  for (;;) {
    const { resultCode, data } = await answer<ReadInfo>((done) => socket.read(socketId, 65_536, done))
    if (resultCode <= 0) break
    // The next read waits for this write, so a client that does not read slows down its own writes.
    const { bytesWritten } = await answer<WriteInfo>((done) => socket.write(socketId, data, done))
    if (bytesWritten < 0) break
    total += bytesWritten
  }
  tell(`${peerAddress}:${peerPort} has disconnected, after ${total} bytes`)
  socket.destroy(socketId)
}
