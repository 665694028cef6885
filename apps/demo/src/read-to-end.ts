/** The loop that reads a connection to its end. Every client of `chrome.socket` needs such a loop. */
import type { ChromeSocket, ReadInfo } from '@chrome-socket/api'
import { answer } from './answer.ts'
import { expectOk } from './network-failure.ts'

/** Reads until the peer ends the connection and passes each piece to `onData`. Rejects with a NetworkFailure. */
export async function readToEnd(
  socket: ChromeSocket,
  socketId: number,
  onData: (data: ArrayBuffer) => void,
): Promise<void> {
  for (;;) {
    const { resultCode, data } = await answer<ReadInfo>((done) => socket.read(socketId, 65_536, done))
    expectOk('read', resultCode)
    if (resultCode === 0) return
    onData(data)
  }
}
