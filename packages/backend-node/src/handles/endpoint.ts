/** The ends of a connection as the system says; of one that the peer has already reset it may know nothing. */
import type { Endpoint } from '@chrome-socket/api/backend'
import type { TcpHandle, UdpHandle } from './internals.ts'

export function localOf(handle: TcpHandle | UdpHandle): Endpoint {
  const out: { address?: string; port?: number } = {}
  handle.getsockname(out)
  return { address: out.address ?? '', port: out.port ?? 0 }
}

export function peerOf(handle: TcpHandle): Endpoint {
  const out: { address?: string; port?: number } = {}
  handle.getpeername(out)
  return { address: out.address ?? '', port: out.port ?? 0 }
}
