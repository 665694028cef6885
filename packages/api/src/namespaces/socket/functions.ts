/**
 * What each of the functions does with arguments that are checked: the port, the socket, the permission, and then
 * the socket's own rules, in Chromium's order. Each answers exactly as much as Chromium would: a result, an error, or both.
 * Source: Chromium extensions/browser/api/socket/socket_api.cc
 */
import type { Backend, TlsProvider } from '../../backend/contract.ts'
import { CallWithCallback, ReadCall, ReceiveCall, WriteCall } from '../../bindings/call.ts'
import type { Call } from '../../bindings/call.ts'
import type { Callback, Delivery } from '../../bindings/delivery.ts'
import { resolveHost } from '../../sockets/host-resolution.ts'
import type { FunctionName } from '../../bindings/idl.ts'
import { canonicalIpLiteral, printedAddress } from '../../backend/ip-address.ts'
import { NetError, netErrorToString } from '../../backend/net-error.ts'
import type { PermissionCheck } from '../../policy/permissions.ts'
import { Sending } from './sending.ts'
import { snapshot } from '../../sockets/copies.ts'
import type { SocketTable } from '../../sockets/socket-table.ts'
import { TcpSocket } from '../../sockets/tcp/tcp-socket.ts'
import { secureSocket } from '../../sockets/tls/secure.ts'
import { UdpSocket } from '../../sockets/udp/udp-socket.ts'
import type { SecureOptions, SocketType } from './chrome-socket.ts'
import { afterMicrotasks, takeTurn } from '../../backend/turn.ts'
import type { WriteQuota } from '../../policy/write-quota.ts'

/** All that one app has; two apps share nothing. */
export interface App {
  readonly backend: Backend
  readonly tls: TlsProvider | undefined
  readonly sockets: SocketTable
  readonly quota: WriteQuota
  readonly isAllowed: PermissionCheck
}

/** `call` is what `callOf` makes, the arguments are those of the function without its callback: there are never more than four. */
export type Handler = (app: App, call: never, ...args: never[]) => void

type MakeCall = (delivery: Delivery, callback: Callback) => Call

/** Makes what a call of a function is when it has a callback. */
export function callOf(name: FunctionName): MakeCall {
  return ownCalls[name] ?? ((delivery, callback) => new CallWithCallback(delivery, callback))
}

const ownCalls: Partial<Readonly<Record<FunctionName, MakeCall>>> = {
  read: (delivery, callback) => new ReadCall(delivery, callback),
  recvFrom: (delivery, callback) => new ReceiveCall(delivery, callback),
  write: (delivery, callback) => new WriteCall(delivery, callback),
  sendTo: (delivery, callback) => new WriteCall(delivery, callback),
}

const socketNotFound = 'Socket not found'
const permissionDenied = 'App does not have permission'
const portInvalid = 'Port must be a value between 0 and 65535.'
const quotaExceeded = 'Exceeded write quota.'
const dnsFailed = 'DNS resolution failed'
const noTlsProvider = 'No TLS provider is registered: install @chrome-socket/tls-forge, or use that of a backend.'

const defaultBufferSize = 4096
const defaultBacklog = 5

export const functions: Readonly<Record<FunctionName, Handler>> = {
  create(app: App, call: Call, type: SocketType) {
    const socket = type === 'tcp' ? new TcpSocket(app.backend) : new UdpSocket(app.backend)
    call.respond({ socketId: app.sockets.add(socket) })
  },

  destroy(app: App, call: Call, socketId: number) {
    app.sockets.remove(socketId)
    call.respond()
  },

  disconnect(app: App, call: Call, socketId: number) {
    app.sockets.get(socketId)?.disconnect()
    call.respond()
  },

  connect(app: App, call: Call, socketId: number, hostname: string, port: number) {
    if (!isPort(port)) return call.respond(undefined, portInvalid)
    const socket = app.sockets.get(socketId)
    if (socket === undefined) return call.respond(-1, socketNotFound)
    socket.hostname = hostname
    const operation = socket.type === 'udp' ? 'udp-send-to' : 'tcp-connect'
    if (!app.isAllowed(operation, hostname, port)) return call.respond(-1, permissionDenied)
    resolveHost(app.backend, hostname, (result, addresses) => {
      if (result !== NetError.OK) return call.respond(result, dnsFailed)
      const socket = app.sockets.get(socketId)
      if (socket === undefined) return call.respond(-1, socketNotFound)
      socket.connect(addresses, port, (connected) => call.respond(connected))
    })
  },

  bind(app: App, call: Call, socketId: number, address: string, port: number) {
    if (!isPort(port)) return call.respond(undefined, portInvalid)
    const socket = app.sockets.get(socketId)
    if (socket === undefined) return call.respond(-1, socketNotFound)
    if (socket.type !== 'udp') {
      return call.respond(-1, 'TCP socket does not support bind. For TCP server please use listen.')
    }
    if (!app.isAllowed('udp-bind', address, port)) return call.respond(-1, permissionDenied)
    socket.bind(address, port, (result) => call.respond(result))
  },

  listen(app: App, call: Call, socketId: number, address: string, port: number, backlog = defaultBacklog) {
    // Chromium takes a port modulo 65536 here; a wrong port is an error with us, as it is in connect.
    if (!isPort(port)) return call.respond(undefined, portInvalid)
    const socket = app.sockets.get(socketId)
    if (socket === undefined) return call.respond(-1, socketNotFound)
    if (!app.isAllowed('tcp-listen', address, port)) return call.respond(-1, permissionDenied)
    if (socket.type === 'udp') call.respond(NetError.ERR_FAILED, 'Socket type does not support this API')
    else socket.listen(address, port, backlog, (result, error) => call.respond(result, error))
  },

  accept(app: App, call: Call, socketId: number) {
    const socket = app.sockets.get(socketId)
    if (socket === undefined) return call.respond({ resultCode: NetError.ERR_FAILED }, socketNotFound)
    if (socket.type === 'udp') return call.respond({ resultCode: NetError.ERR_FAILED })
    socket.accept((resultCode: number, accepted?: TcpSocket) => {
      call.respond(accepted === undefined ? { resultCode } : { resultCode, socketId: app.sockets.add(accepted) })
    })
  },

  read(app: App, call: ReadCall, socketId: number, bufferSize = defaultBufferSize) {
    const socket = app.sockets.get(socketId)
    if (socket === undefined) return call.respond({ data: new ArrayBuffer(0), resultCode: -1 }, socketNotFound)
    socket.read(bufferSize, call)
  },

  recvFrom(app: App, call: ReceiveCall, socketId: number, bufferSize = defaultBufferSize) {
    const socket = app.sockets.get(socketId)
    if (socket?.type !== 'udp') {
      return call.respond({ address: '', data: new ArrayBuffer(0), port: 0, resultCode: -1 }, socketNotFound)
    }
    socket.recvFrom(bufferSize, call)
  },

  write(app: App, call: WriteCall, socketId: number, data: ArrayBuffer | ArrayBufferView) {
    const bytes = viewOf(data)
    if (!call.count(bytes.byteLength, app.quota)) return call.respond(undefined, quotaExceeded)
    const socket = app.sockets.get(socketId)
    if (socket === undefined) return call.respond({ bytesWritten: -1 }, socketNotFound)
    try {
      socket.write(bytes, call)
    } catch (error) {
      // The copy could not be made, and nothing has been queued.
      call.countBack()
      throw error
    }
  },

  sendTo(
    app: App,
    call: WriteCall,
    socketId: number,
    data: ArrayBuffer | ArrayBufferView,
    address: string,
    port: number,
  ) {
    if (!isPort(port)) return call.respond(undefined, portInvalid)
    // A name takes time to resolve, and the app may change its buffer meanwhile.
    const bytes = snapshot(viewOf(data))
    if (!call.count(bytes.byteLength, app.quota)) return call.respond(undefined, quotaExceeded)
    const socket = app.sockets.get(socketId)
    if (socket === undefined) return call.respond(-1, socketNotFound)
    if (socket.type === 'udp' && !app.isAllowed('udp-send-to', address, port)) return call.respond(-1, permissionDenied)
    const literal = canonicalIpLiteral(address)
    if (literal !== undefined) {
      return takeTurn(new Sending(app.sockets, call, socketId, bytes, { address: literal, port }))
    }
    resolveHost(app.backend, address, (result, [first = '']) => {
      if (result !== NetError.OK) call.respond(result, dnsFailed)
      else new Sending(app.sockets, call, socketId, bytes, { address: first, port }).run()
    })
  },

  setKeepAlive(app: App, call: Call, socketId: number, enable: boolean, delay = 0) {
    const socket = app.sockets.get(socketId)
    if (socket === undefined) return call.respond(false, socketNotFound)
    if (socket.type === 'udp' || !socket.isConnected) return call.respond(false)
    const result = socket.setKeepAlive(enable, delay)
    afterMicrotasks(() => call.respond(result))
  },

  setNoDelay(app: App, call: Call, socketId: number, noDelay: boolean) {
    const socket = app.sockets.get(socketId)
    if (socket === undefined) return call.respond(false, socketNotFound)
    if (socket.type === 'udp' || !socket.isConnected) return call.respond(false)
    const result = socket.setNoDelay(noDelay)
    afterMicrotasks(() => call.respond(result))
  },

  getInfo(app: App, call: Call, socketId: number) {
    const socket = app.sockets.get(socketId)
    if (socket === undefined) return call.respond(undefined, socketNotFound)
    const { connected, local, peer } = socket.state
    call.respond({
      connected,
      ...(local !== undefined && { localAddress: printedAddress(local.address), localPort: local.port }),
      ...(peer !== undefined && { peerAddress: printedAddress(peer.address), peerPort: peer.port }),
      socketType: socket.type === 'udp' ? 'udp' : 'tcp',
    })
  },

  getNetworkList(app: App, call: Call) {
    const failed = 'Network lookup failed or unsupported'
    if (app.backend.networkInterfaces === undefined) return call.respond(undefined, failed)
    app.backend.networkInterfaces((result, interfaces) => {
      if (result !== NetError.OK) return call.respond(undefined, failed)
      call.respond(interfaces.map(({ address, name, prefixLength }) => ({ address, name, prefixLength })))
    })
  },

  joinGroup(app: App, call: Call, socketId: number, address: string) {
    withMulticastSocket(app, call, socketId, (socket) => socket.joinGroup(address, answerNetError(call)))
  },

  leaveGroup(app: App, call: Call, socketId: number, address: string) {
    withMulticastSocket(app, call, socketId, (socket) => socket.leaveGroup(address, answerNetError(call)))
  },

  getJoinedGroups(app: App, call: Call, socketId: number) {
    withMulticastSocket(app, call, socketId, (socket) => call.respond(socket.joinedGroups))
  },

  setMulticastTimeToLive(app: App, call: Call, socketId: number, ttl: number) {
    withUdpSocket(app, call, socketId, (socket) => answerNetError(call)(socket.setMulticastTimeToLive(ttl)))
  },

  setMulticastLoopbackMode(app: App, call: Call, socketId: number, enabled: boolean) {
    withUdpSocket(app, call, socketId, (socket) => answerNetError(call)(socket.setMulticastLoopbackMode(enabled)))
  },

  secure(app: App, call: Call, socketId: number, options?: SecureOptions) {
    const socket = app.sockets.get(socketId)
    if (socket === undefined) return call.respond(NetError.ERR_INVALID_ARGUMENT, socketNotFound)
    if (socket.type !== 'tcp') {
      return call.respond(NetError.ERR_INVALID_ARGUMENT, 'Only TCP sockets are supported for TLS.')
    }
    if (!socket.isConnected) return call.respond(NetError.ERR_INVALID_ARGUMENT, 'Socket not connected')
    if (app.tls === undefined) return call.respond(NetError.ERR_NOT_IMPLEMENTED, noTlsProvider)
    secureSocket(app.tls, socket, options, (result, secured) => {
      if (secured === undefined) app.sockets.remove(socketId)
      else app.sockets.replace(socketId, secured)
      answerNetError(call)(result)
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

function withUdpSocket(app: App, call: Call, socketId: number, use: (socket: UdpSocket) => void): void {
  const socket = app.sockets.get(socketId)
  if (socket === undefined) call.respond(-1, socketNotFound)
  else if (socket.type !== 'udp') call.respond(-1, 'Only UDP socket supports multicast.')
  else use(socket)
}

function withMulticastSocket(app: App, call: Call, socketId: number, use: (socket: UdpSocket) => void): void {
  withUdpSocket(app, call, socketId, (socket) => {
    if (app.isAllowed('udp-multicast-membership', '*', 0)) use(socket)
    else call.respond(-1, permissionDenied)
  })
}

function answerNetError(call: Call): (result: number) => void {
  return (result) => call.respond(result, result === NetError.OK ? undefined : netErrorToString(result))
}
