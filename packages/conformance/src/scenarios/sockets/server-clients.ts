/** Clients of chrome.sockets.tcp for the servers of scenarios. */
import type { Stage } from '../../scenario.ts'

type Connecting = Pick<Stage, 'call' | 'sockets' | 'quiet'>

/** Connects a client of chrome.sockets.tcp to each of the ports, and waits for the results. */
export async function connectTo({ call, sockets, quiet }: Connecting, ...ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    const client = await sockets.tcp()
    await call('tcp.connect', client, '127.0.0.1', port)
    await quiet()
  }
}
