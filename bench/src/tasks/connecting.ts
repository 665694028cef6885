/** Tasks that make connections, and a task whose calls are refused. */
import type { Connection, Sockets } from '../sockets.ts'
import type { Activity, Stopwatch, Target } from '../task.ts'
import { countEvents, ignore, order } from './events.ts'

export async function accept(sockets: Sockets, target: Target): Promise<Activity> {
  let onAccepted: (() => void) | undefined
  const listener = await sockets.listen((connection) => {
    connection.close()
    onAccepted?.()
  })
  const run = (stopwatch: Stopwatch): Promise<number> =>
    countEvents(
      stopwatch,
      (happened) => {
        onAccepted = happened
      },
      () => order(sockets, target, listener.port),
    )
  return { run, close: () => listener.close() }
}

/**
 * Waits for an echo. A server of TLS 1.3 sends its session tickets after the handshake, before other data, so the client has
 * them afterwards.
 */
export async function echoed(connection: Connection): Promise<void> {
  await new Promise<number>((resolve) => {
    connection.receive(4096, resolve)
    connection.write(new Uint8Array(1))
  })
}

/** Measures TLS handshakes. The slice includes the TCP connects, because each handshake needs a new connection. */
export function handshake(sockets: Sockets, target: Target): Activity {
  const connect = async (): Promise<void> => {
    const connection = await sockets.connect(target)
    if (target.resume) await echoed(connection)
    connection.close()
  }
  // Node's server gives two sessions in a full handshake and none in a resumed one. A client should use each session only
  // once (RFC 8446, C.4).
  const sessionsOfFullHandshake = 2
  const run = async (stopwatch: Stopwatch): Promise<number> => {
    let operations = 0
    stopwatch.start()
    while (!stopwatch.isOver()) {
      if (target.resume && operations % sessionsOfFullHandshake === 0) await stopwatch.leaveOut(connect)
      await connect()
      operations += 1
    }
    return operations
  }
  return { run, close: ignore }
}

export function wrongCall(sockets: Sockets): Activity {
  const run = async (stopwatch: Stopwatch): Promise<number> => {
    let operations = 0
    while (!stopwatch.isOver()) {
      for (let i = 0; i < 100; i += 1) {
        try {
          sockets.callWrongly()
        } catch {
          operations += 1
        }
      }
    }
    return operations
  }
  return { run, close: ignore }
}
