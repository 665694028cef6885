/**
 * The functions of chrome.sockets.udp, each with its parameters, the kind of its answer, and its code. The checks have
 * Chromium's order: the socket, the permission, and then the socket's own rules. Source: Chromium
 * extensions/common/api/sockets_udp.idl and extensions/browser/api/sockets_udp/sockets_udp_api.cc
 */
import { isPort } from '../../../backend/endpoint.ts'
import type { Backend } from '../../../backend/contract.ts'
import { canonicalIpLiteral, isOfFamily, printedAddress } from '../../../backend/ip-address.ts'
import { NetError } from '../../../backend/net-error.ts'
import { takeTurn } from '../../../backend/turn/turns.ts'
import type { Call } from '../../../bindings/answers.ts'
import { byteLengthOf, bytesOf } from '../../../bindings/binary.ts'
import type { FunctionTable } from '../../../bindings/function-table.ts'
import { binary, boolean, integer, optional, required, string } from '../../../bindings/value-types.ts'
import type { WriteQuota } from '../../../policy/write-quota.ts'
import { smallLength, snapshot } from '../../../sockets/copies.ts'
import { resolveHost } from '../../../sockets/host-resolution.ts'
import type { SocketTable } from '../../../sockets/socket-table.ts'
import { UdpSocket } from '../../../sockets/udp/udp-socket.ts'
import { quotaExceeded } from '../../write-call.ts'
import { dnsQueryTypes } from '../dns-query-type.ts'
import { receiverProperties } from '../properties.ts'
import { socketIdParameter, socketNotFound } from '../../socket-id.ts'
import { completeWithInvalidPort, completeWithNetError, errorText } from '../results.ts'
import { pausableFunctions, withSocket } from '../pausable-functions.ts'
import type { ChromeSocketsUdp, UdpSocketInfo } from './chrome-sockets-udp.ts'
import { DatagramSend } from './datagram-send.ts'
import { ResumableUdpSocket } from './resumable-udp-socket.ts'
import type { UdpEvents } from './resumable-udp-socket.ts'

/** The sockets of one app's chrome.sockets.udp, and the parts that they share with its other namespaces. */
export interface SocketsUdpApp {
  readonly backend: Backend
  readonly quota: WriteQuota
  readonly sockets: SocketTable<ResumableUdpSocket>
  readonly events: UdpEvents
  readonly mayBind: (host: string, port: number) => boolean
  readonly maySend: (host: string, port: number) => boolean
  readonly mayUseGroups: () => boolean
}

const permissionDenied = 'App does not have permission'

const socketProperties = receiverProperties('sockets.udp.SocketProperties')

export const udpFunctions: FunctionTable<SocketsUdpApp, ChromeSocketsUdp> = {
  ...pausableFunctions(socketProperties, infoOf),

  bind: {
    parameters: [socketIdParameter, required('address', string), required('port', integer)],
    answer: 'callback',
    run: (app, call, socketId, address, port) =>
      withSocket(app, call, socketId, (client) => {
        if (!isPort(port)) return completeWithInvalidPort(call)
        if (!app.mayBind(address, port)) return call.complete(undefined, permissionDenied)
        client.bind(address, port, (result) => completeWithNetError(call, result))
      }),
  },

  close: {
    parameters: [socketIdParameter],
    answer: 'callback or promise',
    run: (app, call, socketId) =>
      withSocket(app, call, socketId, () => {
        app.sockets.remove(socketId)
        call.complete()
      }),
  },

  create: {
    parameters: [optional('properties', socketProperties)],
    answer: 'callback or promise',
    run({ backend, events, sockets }, call, properties) {
      const client = new ResumableUdpSocket(new UdpSocket(backend), events)
      if (properties !== undefined) client.properties.update(properties)
      client.socketId = sockets.add(client)
      call.complete({ socketId: client.socketId })
    },
  },

  getJoinedGroups: {
    parameters: [socketIdParameter],
    answer: 'callback or promise',
    run: (app, call, socketId) =>
      withGroups(app, call, socketId, ({ socket }) => call.complete([...socket.joinedGroups])),
  },

  joinGroup: {
    parameters: [socketIdParameter, required('address', string)],
    answer: 'callback',
    run: (app, call, socketId, address) =>
      withGroups(app, call, socketId, ({ socket }) =>
        socket.joinGroup(address, (result) => completeWithNetError(call, result)),
      ),
  },

  leaveGroup: {
    parameters: [socketIdParameter, required('address', string)],
    answer: 'callback',
    run: (app, call, socketId, address) =>
      withGroups(app, call, socketId, ({ socket }) =>
        socket.leaveGroup(address, (result) => completeWithNetError(call, result)),
      ),
  },

  send: {
    parameters: [
      socketIdParameter,
      required('data', binary),
      required('address', string),
      required('port', integer),
      optional('dnsQueryType', dnsQueryTypes('sockets.udp')),
    ],
    answer: 'callback',
    run(app, call, socketId, data, address, port, dnsQueryType = 'any') {
      const length = byteLengthOf(data)
      if (app.sockets.get(socketId) === undefined) return call.complete(undefined, socketNotFound)
      if (!isPort(port)) return completeWith(call, NetError.ERR_INVALID_ARGUMENT)
      if (!app.maySend(address, port)) return call.complete(undefined, permissionDenied)
      if (!app.quota.takeBytes(length)) return call.complete(undefined, quotaExceeded)
      // A name takes time to resolve, and the app may change its buffer meanwhile.
      const bytes = snapshot(bytesOf(data, length, smallLength), length)
      const send = new DatagramSend(app.sockets, app.quota, call, socketId, bytes)
      const literal = canonicalIpLiteral(address)
      if (literal !== undefined && isOfFamily(literal, dnsQueryType)) {
        return takeTurn(send.to({ address: literal, port }))
      }
      resolveHost(app.backend, address, dnsQueryType, (result, [first = '']) => {
        if (result !== NetError.OK) send.fail(result)
        else send.to({ address: first, port }).run()
      })
    },
  },

  setBroadcast: {
    parameters: [socketIdParameter, required('enabled', boolean)],
    answer: 'callback',
    run: (app, call, socketId, enabled) =>
      withSocket(app, call, socketId, ({ socket }) => completeWithNetError(call, socket.setBroadcast(enabled))),
  },

  setMulticastLoopbackMode: {
    parameters: [socketIdParameter, required('enabled', boolean)],
    answer: 'callback',
    run: (app, call, socketId, enabled) =>
      withSocket(app, call, socketId, ({ socket }) =>
        completeWithNetError(call, socket.setMulticastLoopbackMode(enabled)),
      ),
  },

  setMulticastTimeToLive: {
    parameters: [socketIdParameter, required('ttl', integer)],
    answer: 'callback',
    run: (app, call, socketId, ttl) =>
      withSocket(app, call, socketId, ({ socket }) => completeWithNetError(call, socket.setMulticastTimeToLive(ttl))),
  },
}

function completeWith(call: Call<{ resultCode: number }>, resultCode: number): void {
  call.complete({ resultCode }, errorText(resultCode))
}

function withGroups(
  app: SocketsUdpApp,
  call: Call<never>,
  socketId: number,
  use: (client: ResumableUdpSocket) => void,
): void {
  withSocket(app, call, socketId, (client) => {
    if (app.mayUseGroups()) use(client)
    else call.complete(undefined, permissionDenied)
  })
}

function infoOf({ isPaused, properties, socket, socketId }: ResumableUdpSocket): UdpSocketInfo {
  const { local } = socket.state
  const { bufferSize, name, persistent } = properties.shown
  return {
    ...(bufferSize !== undefined && { bufferSize }),
    ...(local !== undefined && { localAddress: printedAddress(local.address), localPort: local.port }),
    ...(name !== undefined && { name }),
    paused: isPaused,
    persistent,
    socketId,
  }
}
