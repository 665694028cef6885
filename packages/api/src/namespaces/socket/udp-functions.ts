/**
 * The functions of chrome.socket that are for UDP sockets.
 * Source: Chromium extensions/common/api/socket.idl and extensions/browser/api/socket/socket_api.cc
 */
import { isPort } from '../../backend/endpoint.ts'
import { ArrayBuffer } from '../../backend/globals.ts'
import { canonicalIpLiteral } from '../../backend/ip-address.ts'
import { NetError } from '../../backend/net-error.ts'
import { takeTurn } from '../../backend/turn/turns.ts'
import type { Call } from '../../bindings/answers.ts'
import { byteLengthOf, bytesOf } from '../../bindings/binary.ts'
import { binary, boolean, integer, optional, required, string } from '../../bindings/value-types.ts'
import { smallLength, snapshot } from '../../sockets/copies.ts'
import { resolveHost } from '../../sockets/host-resolution.ts'
import type { UdpSocket } from '../../sockets/udp/udp-socket.ts'
import { quotaExceeded, WriteCall } from '../write-call.ts'
import { ReceiveCall } from './calls.ts'
import type { WriteInfo } from './chrome-socket.ts'
import { DatagramSend } from './datagram-send.ts'
import { socketIdParameter, socketNotFound } from '../socket-id.ts'
import {
  completeWithNetError,
  defaultBufferSize,
  dnsFailed,
  failed,
  permissionDenied,
  portInvalid,
  writeAnswer,
} from './socket-app.ts'
import type { SocketApp, SocketFunctions } from './socket-app.ts'

export const udpFunctions: Pick<
  SocketFunctions,
  | 'bind'
  | 'getJoinedGroups'
  | 'joinGroup'
  | 'leaveGroup'
  | 'recvFrom'
  | 'sendTo'
  | 'setMulticastLoopbackMode'
  | 'setMulticastTimeToLive'
> = {
  bind: {
    parameters: [socketIdParameter, required('address', string), required('port', integer)],
    answer: 'callback',
    run(app, call, socketId, address, port) {
      if (!isPort(port)) return call.complete(undefined, portInvalid)
      const socket = app.sockets.get(socketId)
      if (socket === undefined) return call.complete(failed, socketNotFound)
      if (socket.type !== 'udp') {
        return call.complete(failed, 'TCP socket does not support bind. For TCP server please use listen.')
      }
      if (!app.isAllowed('udp-bind', address, port)) return call.complete(failed, permissionDenied)
      socket.bind(address, port, (result) => call.complete(result))
    },
  },

  getJoinedGroups: {
    parameters: [socketIdParameter],
    answer: 'callback',
    run(app, call, socketId) {
      withMulticastSocket(app, call, socketId, (socket) => call.complete([...socket.joinedGroups]))
    },
  },

  joinGroup: {
    parameters: [socketIdParameter, required('address', string)],
    answer: 'callback',
    run(app, call, socketId, address) {
      withMulticastSocket(app, call, socketId, (socket) =>
        socket.joinGroup(address, (result) => completeWithNetError(call, result)),
      )
    },
  },

  leaveGroup: {
    parameters: [socketIdParameter, required('address', string)],
    answer: 'callback',
    run(app, call, socketId, address) {
      withMulticastSocket(app, call, socketId, (socket) =>
        socket.leaveGroup(address, (result) => completeWithNetError(call, result)),
      )
    },
  },

  recvFrom: {
    parameters: [socketIdParameter, optional('bufferSize', integer)],
    answer: 'callback',
    makeCall: (answers, callback) => new ReceiveCall(answers, callback),
    run(app, call: ReceiveCall, socketId, bufferSize = defaultBufferSize) {
      const socket = app.sockets.get(socketId)
      if (socket?.type !== 'udp') {
        return call.complete({ address: '', data: new ArrayBuffer(0), port: 0, resultCode: failed }, socketNotFound)
      }
      socket.recvFrom(bufferSize, call)
    },
  },

  sendTo: {
    parameters: [socketIdParameter, required('data', binary), required('address', string), required('port', integer)],
    answer: 'callback',
    makeCall: (answers, callback) => new WriteCall(answers, callback, writeAnswer),
    run(app, call: WriteCall<WriteInfo>, socketId, data, address, port) {
      if (!isPort(port)) return call.complete(undefined, portInvalid)
      // A name takes time to resolve, and the app may change its buffer meanwhile.
      const length = byteLengthOf(data)
      const bytes = snapshot(bytesOf(data, length, smallLength), length)
      if (!call.count(length, app.quota)) return call.complete(undefined, quotaExceeded)
      const socket = app.sockets.get(socketId)
      if (socket === undefined) return call.complete(failed, socketNotFound)
      if (socket.type === 'udp' && !app.isAllowed('udp-send-to', address, port))
        return call.complete(failed, permissionDenied)
      const literal = canonicalIpLiteral(address)
      if (literal !== undefined) {
        return takeTurn(new DatagramSend(app.sockets, call, socketId, bytes, { address: literal, port }))
      }
      resolveHost(app.backend, address, 'any', (result, [first = '']) => {
        if (result !== NetError.OK) call.complete(result, dnsFailed)
        else new DatagramSend(app.sockets, call, socketId, bytes, { address: first, port }).run()
      })
    },
  },

  setMulticastLoopbackMode: {
    parameters: [socketIdParameter, required('enabled', boolean)],
    answer: 'callback',
    run(app, call, socketId, enabled) {
      withUdpSocket(app, call, socketId, (socket) =>
        completeWithNetError(call, socket.setMulticastLoopbackMode(enabled)),
      )
    },
  },

  setMulticastTimeToLive: {
    parameters: [socketIdParameter, required('ttl', integer)],
    answer: 'callback',
    run(app, call, socketId, ttl) {
      withUdpSocket(app, call, socketId, (socket) => completeWithNetError(call, socket.setMulticastTimeToLive(ttl)))
    },
  },
}

function withUdpSocket(app: SocketApp, call: Call<unknown>, socketId: number, use: (socket: UdpSocket) => void): void {
  const socket = app.sockets.get(socketId)
  if (socket === undefined) call.complete(failed, socketNotFound)
  else if (socket.type !== 'udp') call.complete(failed, 'Only UDP socket supports multicast.')
  else use(socket)
}

function withMulticastSocket(
  app: SocketApp,
  call: Call<unknown>,
  socketId: number,
  use: (socket: UdpSocket) => void,
): void {
  withUdpSocket(app, call, socketId, (socket) => {
    if (app.isAllowed('udp-multicast-membership', '*', 0)) use(socket)
    else call.complete(failed, permissionDenied)
  })
}
