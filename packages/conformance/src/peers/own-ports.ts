/**
 * Ports whose number no other process has on the other loopback address. `localhost` names ::1 and 127.0.0.1, and a client
 * tries ::1 first. If a server of another process had a peer's port number on ::1, it would answer in the peer's place.
 */
import { once } from 'node:events'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { hasIpv6 } from './this-host.ts'

const otherLoopback: Readonly<Record<string, string>> = { '127.0.0.1': '::1', '::1': '127.0.0.1' }

/**
 * A port is taken by a connection from it. The system refuses connects to such a port, and gives it to nobody who asks for
 * any port.
 */
export class OwnPorts {
  /** The servers that the connections go to, one on each loopback address. */
  readonly #servers: net.Server[] = []
  /** The port of the server on each address. */
  readonly #targets = new Map<string, number>()
  readonly #connections = new Set<net.Socket>()

  static async open(): Promise<OwnPorts> {
    const ownPorts = new OwnPorts()
    for (const address of (await hasIpv6()) ? ['127.0.0.1', '::1'] : ['127.0.0.1']) await ownPorts.#serve(address)
    return ownPorts
  }

  async #serve(address: string): Promise<void> {
    const server = net.createServer((connection) => this.#add(connection)).listen(0, address)
    await once(server, 'listening')
    this.#servers.push(server)
    this.#targets.set(address, (server.address() as AddressInfo).port)
  }

  /** Makes a server listen on `host`, and resolves with its port. On `::` the server has both families itself. */
  async listen(server: net.Server, host: string): Promise<number> {
    for (;;) {
      server.listen(0, host)
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      if (await this.#take(port, otherLoopback[host])) return port
      server.close()
      await once(server, 'close')
    }
  }

  /** Resolves with a port that refuses connects on both loopback addresses. */
  async refused(): Promise<number> {
    for (;;) {
      const connection = this.#connect('127.0.0.1')
      await once(connection, 'connect')
      const { localPort = 0 } = connection
      if (await this.#take(localPort, '::1')) return localPort
    }
  }

  /** Resolves with whether nobody had the port. An address that this host lacks has nobody. */
  async #take(port: number, address: string | undefined): Promise<boolean> {
    if (address === undefined || !this.#targets.has(address)) return true
    return await once(this.#connect(address, port), 'connect').then(
      () => true,
      () => false,
    )
  }

  #connect(address: string, localPort?: number): net.Socket {
    const port = this.#targets.get(address) as number
    const connection = net.connect({ host: address, port, ...(localPort && { localAddress: address, localPort }) })
    this.#add(connection)
    return connection
  }

  #add(connection: net.Socket): void {
    connection.on('error', () => {})
    this.#connections.add(connection)
  }

  close(): void {
    for (const server of this.#servers) server.close()
    for (const connection of this.#connections) connection.destroy()
  }
}
