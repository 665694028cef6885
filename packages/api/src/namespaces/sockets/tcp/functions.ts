/**
 * The functions of chrome.sockets.tcp, each with its parameters, the kind of its answer, and its code. The checks have
 * Chromium's order: the socket, the permission, and then the socket's own rules. Source: Chromium
 * extensions/common/api/sockets_tcp.idl and extensions/browser/api/sockets_tcp/sockets_tcp_api.cc
 */
import { isPort } from '../../../backend/endpoint.ts'
import type { Backend, TlsProvider } from '../../../backend/contract.ts'
import { printedAddress } from '../../../backend/ip-address.ts'
import { NetError, netErrorToString } from '../../../backend/net-error.ts'
import { afterMicrotasks } from '../../../backend/turn/turns.ts'
import type { Call } from '../../../bindings/answers.ts'
import { byteLengthOf, bytesOf } from '../../../bindings/binary.ts'
import type { FunctionTable } from '../../../bindings/function-table.ts'
import { binary, boolean, integer, optional, required, string } from '../../../bindings/value-types.ts'
import type { WriteQuota } from '../../../policy/write-quota.ts'
import { smallLength } from '../../../sockets/copies.ts'
import { resolveHost } from '../../../sockets/host-resolution.ts'
import type { SocketTable } from '../../../sockets/socket-table.ts'
import { TcpSocket } from '../../../sockets/tcp/tcp-socket.ts'
import { secureSocket } from '../../../sockets/tls/secure.ts'
import { noTlsProvider, secureOptions } from '../../secure-options.ts'
import { dnsQueryTypes } from '../dns-query-type.ts'
import { receiverProperties } from '../properties.ts'
import { socketIdParameter, socketNotFound } from '../../socket-id.ts'
import { completeWithInvalidPort, completeWithNetError, errorText } from '../results.ts'
import { pausableFunctions, withSocket } from '../pausable-functions.ts'
import { quotaExceeded, WriteCall } from '../../write-call.ts'
import type { WriteAnswer } from '../../write-call.ts'
import type { ChromeSocketsTcp, TcpSendInfo, TcpSocketInfo } from './chrome-sockets-tcp.ts'
import { ResumableTcpSocket } from './resumable-tcp-socket.ts'
import type { TcpEvents } from './resumable-tcp-socket.ts'

/** The sockets of one app's chrome.sockets.tcp, and the parts that they share with its other namespaces. */
export interface SocketsTcpApp {
  readonly backend: Backend
  readonly tls: TlsProvider | undefined
  readonly quota: WriteQuota
  readonly sockets: SocketTable<ResumableTcpSocket>
  readonly events: TcpEvents
  readonly mayConnect: (host: string, port: number) => boolean
}

const permissionDenied = 'Does not have permission'

const socketProperties = receiverProperties('sockets.tcp.SocketProperties')

const sendAnswer: WriteAnswer<TcpSendInfo> = {
  infoOf: (result) => (result < 0 ? { resultCode: result } : { bytesSent: result, resultCode: NetError.OK }),
  errorOf: errorText,
}

/** Adds a socket, and gives it its id. A server uses it for accepted connections, too. */
export function addTcpSocket(sockets: SocketTable<ResumableTcpSocket>, client: ResumableTcpSocket): number {
  client.socketId = sockets.add(client)
  return client.socketId
}

export const tcpFunctions: FunctionTable<SocketsTcpApp, ChromeSocketsTcp> = {
  ...pausableFunctions(socketProperties, infoOf),

  close: {
    parameters: [socketIdParameter],
    answer: 'callback or promise',
    run(app, call, socketId) {
      if (app.sockets.get(socketId) === undefined) return call.complete(undefined, socketNotFound)
      // Chromium answers before it raises the event of the end.
      call.complete()
      app.sockets.remove(socketId)
    },
  },

  connect: {
    parameters: [
      socketIdParameter,
      required('peerAddress', string),
      required('peerPort', integer),
      optional('dnsQueryType', dnsQueryTypes('sockets.tcp')),
    ],
    answer: 'callback',
    run(app, call, socketId, peerAddress, peerPort, dnsQueryType = 'any') {
      const client = app.sockets.get(socketId)
      if (client === undefined) return call.complete(undefined, socketNotFound)
      if (!isPort(peerPort)) return completeWithInvalidPort(call)
      client.socket.hostname = peerAddress
      if (!app.mayConnect(peerAddress, peerPort)) return call.complete(undefined, permissionDenied)
      resolveHost(app.backend, peerAddress, dnsQueryType, (result, addresses) => {
        if (result !== NetError.OK) return completeWithNetError(call, result)
        const client = app.sockets.get(socketId)
        if (client === undefined) return call.complete(undefined, socketNotFound)
        client.connect(addresses, peerPort, (connected) => completeWithNetError(call, connected))
      })
    },
  },

  create: {
    parameters: [optional('properties', socketProperties)],
    answer: 'callback or promise',
    run(app, call, properties) {
      const client = new ResumableTcpSocket(new TcpSocket(app.backend), app.events, false)
      if (properties !== undefined) client.properties.update(properties)
      call.complete({ socketId: addTcpSocket(app.sockets, client) })
    },
  },

  disconnect: {
    parameters: [socketIdParameter],
    answer: 'callback or promise',
    run: (app, call, socketId) =>
      withSocket(app, call, socketId, ({ socket }) => {
        // Chromium answers before it raises the event of the end.
        call.complete()
        socket.disconnect()
      }),
  },

  secure: {
    parameters: [socketIdParameter, optional('options', secureOptions('sockets.tcp'))],
    answer: 'callback',
    run(app, call, socketId, options) {
      const { sockets, tls } = app
      const client = sockets.get(socketId)
      const refused = NetError.ERR_INVALID_ARGUMENT
      if (client === undefined) return call.complete(refused, socketNotFound)
      if (client.socket.type === 'tls') {
        return call.complete(refused, 'Socket must be a connected client TCP socket.')
      }
      if (!client.socket.isConnected) return call.complete(refused, 'Socket not connected')
      if (tls === undefined) return call.complete(NetError.ERR_NOT_IMPLEMENTED, noTlsProvider)
      secureSocket(tls, client.socket, options, (result, secured) => {
        if (secured !== undefined) client.socket = secured
        // The callback no longer finds a socket that has failed. The event of its end comes after the callback.
        const failed = secured === undefined ? sockets.take(socketId) : undefined
        completeWithNetError(call, result)
        failed?.destroy()
      })
    },
  },

  send: {
    parameters: [socketIdParameter, required('data', binary)],
    answer: 'callback',
    makeCall: (answers, callback) => new WriteCall(answers, callback, sendAnswer),
    run(app, call: WriteCall<TcpSendInfo>, socketId, data) {
      const length = byteLengthOf(data)
      if (!call.count(length, app.quota)) return call.complete(undefined, quotaExceeded)
      const client = app.sockets.get(socketId)
      if (client === undefined) return call.complete(undefined, socketNotFound)
      try {
        client.socket.write(bytesOf(data, length, smallLength), call)
      } catch (error) {
        // The copy could not be made, and nothing has been queued.
        call.countBack()
        throw error
      }
    },
  },

  setKeepAlive: {
    parameters: [socketIdParameter, required('enable', boolean), optional('delay', integer)],
    answer: 'callback',
    run: (app, call, socketId, enable, delay = 0) =>
      setOption(app, call, socketId, ({ socket }) => socket.setKeepAlive(enable, delay)),
  },

  setNoDelay: {
    parameters: [socketIdParameter, required('noDelay', boolean)],
    answer: 'callback',
    run: (app, call, socketId, noDelay) => setOption(app, call, socketId, ({ socket }) => socket.setNoDelay(noDelay)),
  },
}

function setOption(
  app: SocketsTcpApp,
  call: Call<number>,
  socketId: number,
  set: (client: ResumableTcpSocket) => boolean,
): void {
  const client = app.sockets.get(socketId)
  const failure = NetError.ERR_FAILED
  if (client === undefined) return call.complete(failure, socketNotFound)
  if (!client.socket.isConnected) return call.complete(failure, netErrorToString(failure))
  const result = set(client) ? NetError.OK : failure
  afterMicrotasks(() => completeWithNetError(call, result))
}

function infoOf({ isPaused, properties, socket, socketId }: ResumableTcpSocket): TcpSocketInfo {
  const { connected, local, peer } = socket.state
  const { bufferSize, name, persistent } = properties.shown
  return {
    ...(bufferSize !== undefined && { bufferSize }),
    connected,
    ...(local !== undefined && { localAddress: printedAddress(local.address), localPort: local.port }),
    ...(name !== undefined && { name }),
    paused: isPaused,
    ...(peer !== undefined && { peerAddress: printedAddress(peer.address), peerPort: peer.port }),
    persistent,
    socketId,
  }
}
