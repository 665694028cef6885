/**
 * Makes the sockets of chrome.sockets that a scenario starts with. The trace shows only failures of this preparation.
 */
import type { EventInfo, SuccessorSockets, UntypedChrome } from '../scenario.ts'
import type { Calls } from './calls.ts'
import { memberNamed } from './namespaces.ts'
import type { TraceText } from './trace-text.ts'
import type { Waits } from './waits.ts'

interface AcceptEvent {
  addListener(listener: (info: EventInfo) => void): void
  removeListener(listener: (info: EventInfo) => void): void
}

type Socket = { readonly socketId: number; readonly port: number }

export function makeSuccessorSockets(
  chrome: UntypedChrome,
  peers: Readonly<Record<string, number>>,
  { prepare }: Calls,
  text: TraceText,
  waits: Waits,
): SuccessorSockets {
  const create = async (namespace: string, properties: object = {}): Promise<number> => {
    const { socketId } = await prepare<{ socketId: number }>(`${namespace}.create`, properties)
    return socketId
  }
  const withLocalPort = async (namespace: string, socketId: number): Promise<Socket> => {
    const { localPort } = await prepare<{ localPort: number }>(`${namespace}.getInfo`, socketId)
    text.learnPort(localPort)
    return { socketId, port: localPort }
  }
  const listening = async (address = '127.0.0.1', properties: object = {}): Promise<Socket> => {
    const socketId = await create('tcpServer', properties)
    await prepare('tcpServer.listen', socketId, address, 0)
    return withLocalPort('tcpServer', socketId)
  }
  /** Waits for the next connection that a server accepts. */
  const accepted = (server: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const event = memberNamed<AcceptEvent>(chrome, 'tcpServer.onAccept')
      const callOff = waits.afterPatience(() => reject(new Error('The server has accepted nobody')))
      const listener = ({ socketId, clientSocketId = 0 }: EventInfo): void => {
        if (socketId !== server) return
        callOff()
        event.removeListener(listener)
        text.learnId(clientSocketId, 'tcp')
        resolve(clientSocketId)
      }
      event.addListener(listener)
    })
  return {
    tcp: (properties) => create('tcp', properties),
    server: (properties) => create('tcpServer', properties),
    udp: (properties) => create('udp', properties),
    async connected(peer, properties) {
      const socketId = await create('tcp', properties)
      await prepare('tcp.connect', socketId, peer.endsWith('6') ? '::1' : '127.0.0.1', peers[peer])
      return socketId
    },
    listening,
    async bound(address = '127.0.0.1', properties) {
      const socketId = await create('udp', properties)
      await prepare('udp.bind', socketId, address, 0)
      return withLocalPort('udp', socketId)
    },
    async pair(properties) {
      const server = await listening()
      const coming = accepted(server.socketId)
      const client = await create('tcp', properties)
      await prepare('tcp.connect', client, '127.0.0.1', server.port)
      return { client, accepted: await coming, server: server.socketId }
    },
  }
}
