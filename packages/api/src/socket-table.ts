/**
 * An app's sockets by id. Ids count up from 1 over created and accepted sockets alike, and none is used twice.
 * Source: Chromium extensions/browser/api/api_resource_manager.h
 */
import type { TcpSocket } from './tcp-socket.ts'
import type { TlsSocket } from './tls-socket.ts'
import type { UdpSocket } from './udp-socket.ts'

export type Socket = TcpSocket | TlsSocket | UdpSocket

export class SocketTable {
  readonly #sockets = new Map<number, Socket>()
  #lastId = 0

  add(socket: Socket): number {
    this.#lastId += 1
    this.#sockets.set(this.#lastId, socket)
    return this.#lastId
  }

  get(id: number): Socket | undefined {
    return this.#sockets.get(id)
  }

  replace(id: number, socket: Socket): void {
    this.#sockets.set(id, socket)
  }

  /** Destroys the socket, too. */
  remove(id: number): void {
    const socket = this.#sockets.get(id)
    this.#sockets.delete(id)
    socket?.destroy()
  }

  removeAll(): void {
    for (const id of this.#sockets.keys()) this.remove(id)
  }
}
