/**
 * The functions of chrome.socket that both kinds of socket have.
 * Source: Chromium extensions/common/api/socket.idl and extensions/browser/api/socket/socket_api.cc
 */
import { isPort } from '../../backend/endpoint.ts'
import { ArrayBuffer } from '../../backend/globals.ts'
import { printedAddress } from '../../backend/ip-address.ts'
import { NetError } from '../../backend/net-error.ts'
import { byteLengthOf, bytesOf } from '../../bindings/binary.ts'
import { dictionary, binary, enumeration, integer, optional, required, string } from '../../bindings/value-types.ts'
import { smallLength } from '../../sockets/copies.ts'
import { resolveHost } from '../../sockets/host-resolution.ts'
import { TcpSocket } from '../../sockets/tcp/tcp-socket.ts'
import { UdpSocket } from '../../sockets/udp/udp-socket.ts'
import { quotaExceeded, WriteCall } from '../write-call.ts'
import { ReadCall } from './calls.ts'
import type { CreateOptions, SocketType, WriteInfo } from './chrome-socket.ts'
import { socketIdParameter, socketNotFound } from '../socket-id.ts'
import { defaultBufferSize, dnsFailed, failed, permissionDenied, portInvalid, writeAnswer } from './socket-app.ts'
import type { SocketFunctions } from './socket-app.ts'

const socketType = enumeration<SocketType>('socket.SocketType', ['tcp', 'udp'])
const createOptions = dictionary<CreateOptions>('socket.CreateOptions', {})

export const commonFunctions: Pick<
  SocketFunctions,
  'connect' | 'create' | 'destroy' | 'disconnect' | 'getInfo' | 'getNetworkList' | 'read' | 'write'
> = {
  connect: {
    parameters: [socketIdParameter, required('hostname', string), required('port', integer)],
    answer: 'callback',
    run(app, call, socketId, hostname, port) {
      if (!isPort(port)) return call.complete(undefined, portInvalid)
      const socket = app.sockets.get(socketId)
      if (socket === undefined) return call.complete(failed, socketNotFound)
      socket.hostname = hostname
      const operation = socket.type === 'udp' ? 'udp-send-to' : 'tcp-connect'
      if (!app.isAllowed(operation, hostname, port)) return call.complete(failed, permissionDenied)
      resolveHost(app.backend, hostname, 'any', (result, addresses) => {
        if (result !== NetError.OK) return call.complete(result, dnsFailed)
        const socket = app.sockets.get(socketId)
        if (socket === undefined) return call.complete(failed, socketNotFound)
        socket.connect(addresses, port, (connected) => call.complete(connected))
      })
    },
  },

  create: {
    parameters: [required('type', socketType), optional('options', createOptions)],
    answer: 'callback or promise',
    run(app, call, type) {
      const socket = type === 'tcp' ? new TcpSocket(app.backend) : new UdpSocket(app.backend)
      call.complete({ socketId: app.sockets.add(socket) })
    },
  },

  destroy: {
    parameters: [socketIdParameter],
    answer: 'none',
    run(app, call, socketId) {
      app.sockets.remove(socketId)
      call.complete()
    },
  },

  disconnect: {
    parameters: [socketIdParameter],
    answer: 'none',
    run(app, call, socketId) {
      app.sockets.get(socketId)?.disconnect()
      call.complete()
    },
  },

  getInfo: {
    parameters: [socketIdParameter],
    answer: 'callback or promise',
    run(app, call, socketId) {
      const socket = app.sockets.get(socketId)
      if (socket === undefined) return call.complete(undefined, socketNotFound)
      const { connected, local, peer } = socket.state
      call.complete({
        connected,
        ...(local !== undefined && { localAddress: printedAddress(local.address), localPort: local.port }),
        ...(peer !== undefined && { peerAddress: printedAddress(peer.address), peerPort: peer.port }),
        socketType: socket.type === 'udp' ? 'udp' : 'tcp',
      })
    },
  },

  getNetworkList: {
    parameters: [],
    answer: 'callback or promise',
    run(app, call) {
      const lookupFailed = 'Network lookup failed or unsupported'
      if (app.backend.networkInterfaces === undefined) return call.complete(undefined, lookupFailed)
      app.backend.networkInterfaces((result, interfaces) => {
        if (result !== NetError.OK) return call.complete(undefined, lookupFailed)
        call.complete(interfaces.map(({ address, name, prefixLength }) => ({ address, name, prefixLength })))
      })
    },
  },

  read: {
    parameters: [socketIdParameter, optional('bufferSize', integer)],
    answer: 'callback',
    makeCall: (answers, callback) => new ReadCall(answers, callback),
    run(app, call: ReadCall, socketId, bufferSize = defaultBufferSize) {
      const socket = app.sockets.get(socketId)
      if (socket === undefined) return call.complete({ data: new ArrayBuffer(0), resultCode: failed }, socketNotFound)
      socket.read(bufferSize, call)
    },
  },

  write: {
    parameters: [socketIdParameter, required('data', binary)],
    answer: 'callback',
    makeCall: (answers, callback) => new WriteCall(answers, callback, writeAnswer),
    run(app, call: WriteCall<WriteInfo>, socketId, data) {
      const length = byteLengthOf(data)
      if (!call.count(length, app.quota)) return call.complete(undefined, quotaExceeded)
      const socket = app.sockets.get(socketId)
      if (socket === undefined) return call.complete({ bytesWritten: failed }, socketNotFound)
      try {
        socket.write(bytesOf(data, length, smallLength), call)
      } catch (error) {
        // The copy could not be made, and nothing has been queued.
        call.countBack()
        throw error
      }
    },
  },
}
