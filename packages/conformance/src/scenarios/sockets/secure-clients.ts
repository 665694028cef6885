/** Clients of chrome.sockets.tcp for the scenarios of secure. */
import type { Stage } from '../../scenario.ts'

/** Connects to a peer, by name unless `host` is an address. The socket is paused before, so no read is pending: secure then works. */
export async function pausedConnection(
  { call, peers, sockets }: Pick<Stage, 'call' | 'peers' | 'sockets'>,
  peer: string,
  { host = 'localhost', properties }: { readonly host?: string; readonly properties?: object } = {},
): Promise<number> {
  const socket = await sockets.tcp(properties)
  await call('tcp.setPaused', socket, true)
  await call('tcp.connect', socket, host, peers[peer])
  return socket
}

/** Connects to a peer, secures the connection and begins to receive, whatever the results are. */
export async function securedConnection(stage: Stage, peer: string): Promise<number> {
  const socket = await pausedConnection(stage, peer)
  await stage.call('tcp.secure', socket)
  await stage.call('tcp.setPaused', socket, false)
  return socket
}

/** Starts a handshake with a peer that never answers. */
export async function endlessHandshake(stage: Stage): Promise<number> {
  const socket = await pausedConnection(stage, 'tlsNever')
  stage.start('tcp.secure', socket)
  await stage.quiet()
  return socket
}
