/**
 * What each of the functions does with arguments that are checked: the port, the socket, the permission, and then
 * the socket's own rules, in Chromium's order. Each answers exactly as much as Chromium would: a result, an error, or both.
 * Source: Chromium extensions/browser/api/socket/socket_api.cc
 */
import type { Backend, Endpoint, TlsProvider } from './backend.ts'
import { resolveHost } from './host-resolution.ts'
import type { FunctionName } from './idl.ts'
import { printedAddress } from './ip-address.ts'
import { NetError, netErrorToString } from './net-error.ts'
import type { PermissionCheck } from './permissions.ts'
import { snapshot } from './snapshot.ts'
import type { SocketTable } from './socket-table.ts'
import { TcpSocket } from './tcp-socket.ts'
import { secureSocket } from './secure.ts'
import { UdpSocket } from './udp-socket.ts'
import type { SecureOptions, SocketType } from './chrome-socket.ts'
import { afterMicrotasks } from './turn.ts'
import type { WriteQuota } from './write-quota.ts'

/** All that one app has; two apps share nothing. */
export interface App {
  readonly backend: Backend
  readonly tls: TlsProvider | undefined
  readonly sockets: SocketTable
  readonly quota: WriteQuota
  readonly isAllowed: PermissionCheck
}

/** Called with nothing for a callback without an argument. */
export type Respond = (result?: unknown, error?: string) => void

export type Handler = (app: App, respond: Respond, ...args: never[]) => void

const socketNotFound = 'Socket not found'
const permissionDenied = 'App does not have permission'
const portInvalid = 'Port must be a value between 0 and 65535.'
const quotaExceeded = 'Exceeded write quota.'
const dnsFailed = 'DNS resolution failed'
const noTlsProvider = 'No TLS provider is registered: install @chrome-socket/tls-forge, or use that of a backend.'

const defaultBufferSize = 4096
const defaultBacklog = 5

export const functions: Readonly<Record<FunctionName, Handler>> = {
  create(app: App, respond: Respond, type: SocketType) {
    const socket = type === 'tcp' ? new TcpSocket(app.backend) : new UdpSocket(app.backend)
    respond({ socketId: app.sockets.add(socket) })
  },

  destroy(app: App, respond: Respond, socketId: number) {
    app.sockets.remove(socketId)
    respond()
  },

  disconnect(app: App, respond: Respond, socketId: number) {
    app.sockets.get(socketId)?.disconnect()
    respond()
  },

  connect(app: App, respond: Respond, socketId: number, hostname: string, port: number) {
    if (!isPort(port)) return respond(undefined, portInvalid)
    const socket = app.sockets.get(socketId)
    if (socket === undefined) return respond(-1, socketNotFound)
    socket.hostname = hostname
    const operation = socket.type === 'udp' ? 'udp-send-to' : 'tcp-connect'
    if (!app.isAllowed(operation, hostname, port)) return respond(-1, permissionDenied)
    resolveHost(app.backend, hostname, (result, addresses) => {
      if (result !== NetError.OK) return respond(result, dnsFailed)
      const socket = app.sockets.get(socketId)
      if (socket === undefined) return respond(-1, socketNotFound)
      socket.connect(addresses, port, respond)
    })
  },

  bind(app: App, respond: Respond, socketId: number, address: string, port: number) {
    if (!isPort(port)) return respond(undefined, portInvalid)
    const socket = app.sockets.get(socketId)
    if (socket === undefined) return respond(-1, socketNotFound)
    if (socket.type !== 'udp') {
      return respond(-1, 'TCP socket does not support bind. For TCP server please use listen.')
    }
    if (!app.isAllowed('udp-bind', address, port)) return respond(-1, permissionDenied)
    socket.bind(address, port, respond)
  },

  listen(app: App, respond: Respond, socketId: number, address: string, port: number, backlog = defaultBacklog) {
    // Chromium takes a port modulo 65536 here; a wrong port is an error with us, as it is in connect.
    if (!isPort(port)) return respond(undefined, portInvalid)
    const socket = app.sockets.get(socketId)
    if (socket === undefined) return respond(-1, socketNotFound)
    if (!app.isAllowed('tcp-listen', address, port)) return respond(-1, permissionDenied)
    if (socket.type === 'udp') respond(NetError.ERR_FAILED, 'Socket type does not support this API')
    else socket.listen(address, port, backlog, respond)
  },

  accept(app: App, respond: Respond, socketId: number) {
    const socket = app.sockets.get(socketId)
    if (socket === undefined) return respond({ resultCode: NetError.ERR_FAILED }, socketNotFound)
    if (socket.type === 'udp') return respond({ resultCode: NetError.ERR_FAILED })
    socket.accept((resultCode: number, accepted?: TcpSocket) => {
      respond(accepted === undefined ? { resultCode } : { resultCode, socketId: app.sockets.add(accepted) })
    })
  },

  read(app: App, respond: Respond, socketId: number, bufferSize = defaultBufferSize) {
    const socket = app.sockets.get(socketId)
    if (socket === undefined) return respond({ data: new ArrayBuffer(0), resultCode: -1 }, socketNotFound)
    socket.read(bufferSize, (resultCode, data) => respond({ data, resultCode }))
  },

  recvFrom(app: App, respond: Respond, socketId: number, bufferSize = defaultBufferSize) {
    const socket = app.sockets.get(socketId)
    if (socket?.type !== 'udp') {
      return respond({ address: '', data: new ArrayBuffer(0), port: 0, resultCode: -1 }, socketNotFound)
    }
    socket.recvFrom(bufferSize, (resultCode, data, { address, port }) => {
      respond({ address: printedAddress(address), data, port, resultCode })
    })
  },

  write(app: App, respond: Respond, socketId: number, data: ArrayBuffer | ArrayBufferView) {
    const bytes = viewOf(data)
    const { byteLength } = bytes
    if (!app.quota.takeBytes(byteLength)) return respond(undefined, quotaExceeded)
    const answer = (bytesWritten: number, error?: string): void => {
      app.quota.returnBytes(byteLength)
      // Chromium does not answer a write that was pending when its socket was disconnected.
      if (bytesWritten !== NetError.ERR_ABORTED) respond({ bytesWritten }, error)
    }
    const socket = app.sockets.get(socketId)
    if (socket === undefined) answer(-1, socketNotFound)
    else socket.write(bytes, answer)
  },

  sendTo(
    app: App,
    respond: Respond,
    socketId: number,
    data: ArrayBuffer | ArrayBufferView,
    address: string,
    port: number,
  ) {
    if (!isPort(port)) return respond(undefined, portInvalid)
    // A name takes time to resolve, and the app may change its buffer meanwhile.
    const bytes = snapshot(viewOf(data))
    if (!app.quota.takeBytes(bytes.byteLength)) return respond(undefined, quotaExceeded)
    const answer = (result: unknown, error?: string): void => {
      app.quota.returnBytes(bytes.byteLength)
      respond(result, error)
    }
    const socket = app.sockets.get(socketId)
    if (socket === undefined) return answer(-1, socketNotFound)
    if (socket.type === 'udp' && !app.isAllowed('udp-send-to', address, port)) return answer(-1, permissionDenied)
    resolveHost(app.backend, address, (result, addresses) => {
      if (result !== NetError.OK) return answer(result, dnsFailed)
      const socket = app.sockets.get(socketId)
      if (socket === undefined) return answer(-1, socketNotFound)
      if (socket.type !== 'udp') return answer({ bytesWritten: NetError.ERR_FAILED })
      const to: Endpoint = { address: addresses[0] ?? '', port }
      socket.sendTo(bytes, to, (bytesWritten) => answer({ bytesWritten }))
    })
  },

  setKeepAlive(app: App, respond: Respond, socketId: number, enable: boolean, delay = 0) {
    const socket = app.sockets.get(socketId)
    if (socket === undefined) return respond(false, socketNotFound)
    if (socket.type === 'udp' || !socket.state.connected) return respond(false)
    const result = socket.setKeepAlive(enable, delay)
    afterMicrotasks(() => respond(result))
  },

  setNoDelay(app: App, respond: Respond, socketId: number, noDelay: boolean) {
    const socket = app.sockets.get(socketId)
    if (socket === undefined) return respond(false, socketNotFound)
    if (socket.type === 'udp' || !socket.state.connected) return respond(false)
    const result = socket.setNoDelay(noDelay)
    afterMicrotasks(() => respond(result))
  },

  getInfo(app: App, respond: Respond, socketId: number) {
    const socket = app.sockets.get(socketId)
    if (socket === undefined) return respond(undefined, socketNotFound)
    const { connected, local, peer } = socket.state
    respond({
      connected,
      ...(local !== undefined && { localAddress: printedAddress(local.address), localPort: local.port }),
      ...(peer !== undefined && { peerAddress: printedAddress(peer.address), peerPort: peer.port }),
      socketType: socket.type === 'udp' ? 'udp' : 'tcp',
    })
  },

  getNetworkList(app: App, respond: Respond) {
    const failed = 'Network lookup failed or unsupported'
    if (app.backend.networkInterfaces === undefined) return respond(undefined, failed)
    app.backend.networkInterfaces((result, interfaces) => {
      if (result !== NetError.OK) return respond(undefined, failed)
      respond(interfaces.map(({ address, name, prefixLength }) => ({ address, name, prefixLength })))
    })
  },

  joinGroup(app: App, respond: Respond, socketId: number, address: string) {
    withMulticastSocket(app, respond, socketId, (socket) => socket.joinGroup(address, answerNetError(respond)))
  },

  leaveGroup(app: App, respond: Respond, socketId: number, address: string) {
    withMulticastSocket(app, respond, socketId, (socket) => socket.leaveGroup(address, answerNetError(respond)))
  },

  getJoinedGroups(app: App, respond: Respond, socketId: number) {
    withMulticastSocket(app, respond, socketId, (socket) => respond(socket.joinedGroups))
  },

  setMulticastTimeToLive(app: App, respond: Respond, socketId: number, ttl: number) {
    withUdpSocket(app, respond, socketId, (socket) => answerNetError(respond)(socket.setMulticastTimeToLive(ttl)))
  },

  setMulticastLoopbackMode(app: App, respond: Respond, socketId: number, enabled: boolean) {
    withUdpSocket(app, respond, socketId, (socket) => answerNetError(respond)(socket.setMulticastLoopbackMode(enabled)))
  },

  secure(app: App, respond: Respond, socketId: number, options?: SecureOptions) {
    const socket = app.sockets.get(socketId)
    if (socket === undefined) return respond(NetError.ERR_INVALID_ARGUMENT, socketNotFound)
    if (socket.type !== 'tcp') {
      return respond(NetError.ERR_INVALID_ARGUMENT, 'Only TCP sockets are supported for TLS.')
    }
    if (!socket.state.connected) return respond(NetError.ERR_INVALID_ARGUMENT, 'Socket not connected')
    if (app.tls === undefined) return respond(NetError.ERR_NOT_IMPLEMENTED, noTlsProvider)
    secureSocket(app.tls, socket, options, (result, secured) => {
      if (secured === undefined) app.sockets.remove(socketId)
      else app.sockets.replace(socketId, secured)
      answerNetError(respond)(result)
    })
  },
}

function isPort(port: number): boolean {
  return port >= 0 && port <= 65535
}

/** Nothing, for a buffer that has been transferred away. */
function viewOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  if (data.byteLength === 0) return new Uint8Array(0)
  if (data instanceof Uint8Array) return data
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data)
}

function withUdpSocket(app: App, respond: Respond, socketId: number, use: (socket: UdpSocket) => void): void {
  const socket = app.sockets.get(socketId)
  if (socket === undefined) respond(-1, socketNotFound)
  else if (socket.type !== 'udp') respond(-1, 'Only UDP socket supports multicast.')
  else use(socket)
}

function withMulticastSocket(app: App, respond: Respond, socketId: number, use: (socket: UdpSocket) => void): void {
  withUdpSocket(app, respond, socketId, (socket) => {
    if (app.isAllowed('udp-multicast-membership', '*', 0)) use(socket)
    else respond(-1, permissionDenied)
  })
}

function answerNetError(respond: Respond): (result: number) => void {
  return (result) => respond(result, result === NetError.OK ? undefined : netErrorToString(result))
}
