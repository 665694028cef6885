/**
 * The state that the functions of chrome.socket run on, and the results and texts that several of them share.
 * Source: Chromium extensions/browser/api/socket/socket_api.cc
 */
import type { Backend, TlsProvider } from '../../backend/contract.ts'
import { NetError, netErrorToString } from '../../backend/net-error.ts'
import type { Call } from '../../bindings/answers.ts'
import type { FunctionTable } from '../../bindings/function-table.ts'
import type { PermissionCheck } from '../../policy/permissions.ts'
import type { WriteQuota } from '../../policy/write-quota.ts'
import type { SocketTable } from '../../sockets/socket-table.ts'
import type { TcpSocket } from '../../sockets/tcp/tcp-socket.ts'
import type { TlsSocket } from '../../sockets/tls/tls-socket.ts'
import type { UdpSocket } from '../../sockets/udp/udp-socket.ts'
import type { WriteAnswer } from '../write-call.ts'
import type { ChromeSocket, WriteInfo } from './chrome-socket.ts'

export type Socket = TcpSocket | TlsSocket | UdpSocket

/** The sockets of one app's chrome.socket, and the parts that they share with its other namespaces. */
export interface SocketApp {
  readonly backend: Backend
  readonly tls: TlsProvider | undefined
  readonly sockets: SocketTable<Socket>
  readonly quota: WriteQuota
  readonly isAllowed: PermissionCheck
}

export type SocketFunctions = FunctionTable<SocketApp, ChromeSocket>

/** Chromium's result for an unknown socket and for a missing permission. It is not a net error. */
export const failed = -1

export const permissionDenied = 'App does not have permission'
export const portInvalid = 'Port must be a value between 0 and 65535.'
export const dnsFailed = 'DNS resolution failed'

/** Chromium sets no lastError for a write that failed. */
export const writeAnswer: WriteAnswer<WriteInfo> = {
  infoOf: (bytesWritten) => ({ bytesWritten }),
  errorOf: () => undefined,
}

export const defaultBufferSize = 4096

/** Completes a call with a result. If it is an error, its name becomes lastError. */
export function completeWithNetError(call: Call<number>, result: number): void {
  call.complete(result, result === NetError.OK ? undefined : netErrorToString(result))
}
