/** Functions of several tasks: an order to the peer, and a counter of events. */
import type { Connection, Sockets } from '../sockets.ts'
import type { Stopwatch, Target } from '../task.ts'

export function ignore(): void {}

/** Opens a control connection and sends the numbers on it. The peer serves them until this connection is closed. */
export async function order(sockets: Sockets, target: Target, ...numbers: number[]): Promise<Connection> {
  const connection = await sockets.connect(target)
  connection.write(Uint8Array.from(numbers.join(' '), (letter) => letter.charCodeAt(0)))
  return connection
}

/** Counts the calls of the function that `begin` gets, until the slice is over. The first call starts the slice. */
export async function countEvents(
  stopwatch: Stopwatch,
  begin: (happened: (() => void) | undefined) => void,
  start: () => Promise<Connection>,
): Promise<number> {
  const peer = await start()
  return new Promise((resolve) => {
    let operations = -1
    begin(() => {
      operations += 1
      if (operations === 0) stopwatch.start()
      else if (stopwatch.isOver()) {
        begin(undefined)
        peer.close()
        resolve(operations)
      }
    })
  })
}
