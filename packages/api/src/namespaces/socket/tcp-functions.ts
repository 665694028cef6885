/**
 * The functions of chrome.socket that are for TCP sockets.
 * Source: Chromium extensions/common/api/socket.idl and extensions/browser/api/socket/socket_api.cc
 */
import { isPort } from '../../backend/endpoint.ts'
import { NetError } from '../../backend/net-error.ts'
import { afterMicrotasks } from '../../backend/turn/turns.ts'
import { boolean, integer, optional, required, string } from '../../bindings/value-types.ts'
import { noTlsProvider, secureOptions } from '../secure-options.ts'
import type { TcpSocket } from '../../sockets/tcp/tcp-socket.ts'
import { secureSocket } from '../../sockets/tls/secure.ts'
import { socketIdParameter, socketNotFound } from '../socket-id.ts'
import { completeWithNetError, failed, permissionDenied, portInvalid } from './socket-app.ts'
import type { SocketFunctions } from './socket-app.ts'

const defaultBacklog = 5

export const tcpFunctions: Pick<SocketFunctions, 'accept' | 'listen' | 'secure' | 'setKeepAlive' | 'setNoDelay'> = {
  accept: {
    parameters: [socketIdParameter],
    answer: 'callback',
    run(app, call, socketId) {
      const socket = app.sockets.get(socketId)
      if (socket === undefined) return call.complete({ resultCode: NetError.ERR_FAILED }, socketNotFound)
      if (socket.type === 'udp') return call.complete({ resultCode: NetError.ERR_FAILED })
      socket.accept((resultCode: number, accepted?: TcpSocket) => {
        call.complete(accepted === undefined ? { resultCode } : { resultCode, socketId: app.sockets.add(accepted) })
      })
    },
  },

  listen: {
    parameters: [
      socketIdParameter,
      required('address', string),
      required('port', integer),
      optional('backlog', integer),
    ],
    answer: 'callback',
    run(app, call, socketId, address, port, backlog = defaultBacklog) {
      // Chromium takes a port modulo 65536 here. Ours reports an error, as in connect.
      if (!isPort(port)) return call.complete(undefined, portInvalid)
      const socket = app.sockets.get(socketId)
      if (socket === undefined) return call.complete(failed, socketNotFound)
      if (!app.isAllowed('tcp-listen', address, port)) return call.complete(failed, permissionDenied)
      if (socket.type === 'udp') call.complete(NetError.ERR_FAILED, 'Socket type does not support this API')
      else socket.listen(address, port, backlog, (result, error) => call.complete(result, error))
    },
  },

  secure: {
    parameters: [socketIdParameter, optional('options', secureOptions('socket'))],
    answer: 'callback',
    run(app, call, socketId, options) {
      const socket = app.sockets.get(socketId)
      if (socket === undefined) return call.complete(NetError.ERR_INVALID_ARGUMENT, socketNotFound)
      if (socket.type !== 'tcp') {
        return call.complete(NetError.ERR_INVALID_ARGUMENT, 'Only TCP sockets are supported for TLS.')
      }
      if (!socket.isConnected) return call.complete(NetError.ERR_INVALID_ARGUMENT, 'Socket not connected')
      if (app.tls === undefined) return call.complete(NetError.ERR_NOT_IMPLEMENTED, noTlsProvider)
      secureSocket(app.tls, socket, options, (result, secured) => {
        if (secured === undefined) app.sockets.remove(socketId)
        else app.sockets.replace(socketId, secured)
        completeWithNetError(call, result)
      })
    },
  },

  setKeepAlive: {
    parameters: [socketIdParameter, required('enable', boolean), optional('delay', integer)],
    answer: 'callback',
    run(app, call, socketId, enable, delay = 0) {
      const socket = app.sockets.get(socketId)
      if (socket === undefined) return call.complete(false, socketNotFound)
      if (socket.type === 'udp' || !socket.isConnected) return call.complete(false)
      const result = socket.setKeepAlive(enable, delay)
      afterMicrotasks(() => call.complete(result))
    },
  },

  setNoDelay: {
    parameters: [socketIdParameter, required('noDelay', boolean)],
    answer: 'callback',
    run(app, call, socketId, noDelay) {
      const socket = app.sockets.get(socketId)
      if (socket === undefined) return call.complete(false, socketNotFound)
      if (socket.type === 'udp' || !socket.isConnected) return call.complete(false)
      const result = socket.setNoDelay(noDelay)
      afterMicrotasks(() => call.complete(result))
    },
  },
}
