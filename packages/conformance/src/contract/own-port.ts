/**
 * Ports for the cases that need one where nobody is, or where nobody is but the case. The system gives none of them to a
 * process that asks for any port, nor to a connection. A port that it has given and got back may be somebody else's at once.
 */
import { NetError } from '@chrome-socket/api/backend'
import { type Opened, describeResult } from './ask.ts'
import { equal, holds } from './trial.ts'

/** Below the ports that systems give: from 32768 on in Linux, from 49152 on in others (RFC 6335, section 6). */
const [lowest, highest] = [20_000, 32_767]

/** Any port of this range. Somebody may have it. */
export function anyOwnPort(): number {
  return lowest + Math.floor(Math.random() * (highest + 1 - lowest))
}

/** Opens a socket at a port of this range that nobody has. */
export async function openAtOwnPort<Socket>(open: (port: number) => Promise<Opened<Socket>>): Promise<Socket> {
  for (;;) {
    const port = anyOwnPort()
    const { result, socket } = await open(port)
    if (result === NetError.ERR_ADDRESS_IN_USE) continue
    equal(describeResult(result), 'OK', `port ${port}`)
    holds(socket !== undefined, `port ${port} gives OK and nothing else`)
    return socket
  }
}
