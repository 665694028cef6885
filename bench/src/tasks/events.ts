/** What several tasks need: a peer that makes things happen, and the counting of them. */
import type { Connection, Sockets } from '../sockets.ts'
import type { Stopwatch, Target } from '../task.ts'

export function ignore(): void {}

/** A service of the peer that lasts as long as the connection, and does what `order` says. */
export async function order(sockets: Sockets, target: Target, ...numbers: number[]): Promise<Connection> {
  const connection = await sockets.connect(target)
  connection.write(Uint8Array.from(numbers.join(' '), (letter) => letter.charCodeAt(0)))
  return connection
}

/** Counts calls of the function that it gives to `begin`, from the second one on, until the slice is over. */
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
