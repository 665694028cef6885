/**
 * The functions of chrome.sockets.tcpServer, each with its parameters, the kind of its answer, and its code. Source:
 * Chromium extensions/common/api/sockets_tcp_server.idl and
 * extensions/browser/api/sockets_tcp_server/sockets_tcp_server_api.cc
 */
import { isPort } from '../../../backend/endpoint.ts'
import type { Backend } from '../../../backend/contract.ts'
import { printedAddress } from '../../../backend/ip-address.ts'
import type { FunctionTable } from '../../../bindings/function-table.ts'
import { integer, optional, required, string } from '../../../bindings/value-types.ts'
import type { SocketTable } from '../../../sockets/socket-table.ts'
import { TcpSocket } from '../../../sockets/tcp/tcp-socket.ts'
import { serverProperties } from '../properties.ts'
import { socketIdParameter, socketNotFound } from '../../socket-id.ts'
import { completeWithInvalidPort, completeWithNetError } from '../results.ts'
import { pausableFunctions, withSocket } from '../pausable-functions.ts'
import type { ChromeSocketsTcpServer, TcpServerSocketInfo } from './chrome-sockets-tcp-server.ts'
import { ResumableTcpServer } from './resumable-tcp-server.ts'
import type { TcpServerEvents } from './resumable-tcp-server.ts'

/** The sockets of one app's chrome.sockets.tcpServer, and the parts that they share with its other namespaces. */
export interface SocketsTcpServerApp {
  readonly backend: Backend
  readonly sockets: SocketTable<ResumableTcpServer>
  readonly events: TcpServerEvents
  /** Makes an accepted connection a socket of chrome.sockets.tcp, and returns its id. */
  readonly addClient: (accepted: TcpSocket) => number
  readonly mayListen: (host: string, port: number) => boolean
}

const permissionDenied = 'Does not have permission'
/** Chromium's backlog, which is SOMAXCONN of Linux. */
const defaultBacklog = 4096

const socketProperties = serverProperties('sockets.tcpServer.SocketProperties')

export const tcpServerFunctions: FunctionTable<SocketsTcpServerApp, ChromeSocketsTcpServer> = {
  ...pausableFunctions(socketProperties, infoOf),

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
    run({ addClient, backend, events, sockets }, call, properties) {
      const server = new ResumableTcpServer(new TcpSocket(backend), events, addClient)
      if (properties !== undefined) server.properties.update(properties)
      server.socketId = sockets.add(server)
      call.complete({ socketId: server.socketId })
    },
  },

  disconnect: {
    parameters: [socketIdParameter],
    answer: 'callback or promise',
    run: (app, call, socketId) =>
      withSocket(app, call, socketId, (server) => {
        server.disconnect()
        call.complete()
      }),
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
      const server = app.sockets.get(socketId)
      if (server === undefined) return call.complete(undefined, socketNotFound)
      if (!isPort(port)) return completeWithInvalidPort(call)
      if (!app.mayListen(address, port)) return call.complete(undefined, permissionDenied)
      server.listen(address, port, backlog, (result) => completeWithNetError(call, result))
    },
  },
}

function infoOf({ isPaused, properties, socket, socketId }: ResumableTcpServer): TcpServerSocketInfo {
  const { local } = socket.state
  const { name, persistent } = properties.shown
  return {
    ...(local !== undefined && { localAddress: printedAddress(local.address), localPort: local.port }),
    ...(name !== undefined && { name }),
    paused: isPaused,
    persistent,
    socketId,
  }
}
