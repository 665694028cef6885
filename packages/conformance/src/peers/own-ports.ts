/**
 * Ports whose number no other process has on the other loopback address. `localhost` names ::1 and 127.0.0.1, and a client
 * tries ::1 first. If a server of another process had a peer's port number on ::1, it would answer in the peer's place.
 */
import { once } from 'node:events'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { hasIpv6 } from './this-host.ts'

/** The other address that `localhost` names, for each. */
export const otherLoopback: Readonly<Record<string, string>> = { '127.0.0.1': '::1', '::1': '127.0.0.1' }

/**
 * Gives servers ports whose number nobody else has on the other loopback address, for tests with a client of `localhost`. There a
 * connection takes the number: the system refuses connects to the port of a connection, and gives it to nobody who asks for any
 * port.
 * @errors Cannot fail.
 * @example
 * import net from 'node:net'
 * import { OwnPorts } from '@chrome-socket/conformance'
 *
 * const ownPorts = await OwnPorts.open()
 * const port = await ownPorts.listen(net.createServer(), '127.0.0.1')
 * console.log(`localhost:${port} is this server`)
 * ownPorts.close()
 */
export class OwnPorts {
  /** The servers that the connections go to, one on each loopback address. */
  readonly #servers: net.Server[] = []
  /** The port of the server on each address. */
  readonly #targets = new Map<string, number>()
  readonly #connections = new Set<net.Socket>()

  /**
   * Starts the two servers that the connections go to.
   * @throws Error, as a rejection: this host has no loopback address.
   * @example
   * import { OwnPorts } from '@chrome-socket/conformance'
   *
   * export const ownPorts = await OwnPorts.open()
   */
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

  /**
   * Makes a server listen, and resolves with its port. On `::` the server has both families itself.
   * @param server a server that does not listen yet
   * @param host the address, such as `127.0.0.1`
   * @throws Error, as a rejection: the server cannot listen there.
   * @example
   * import { createServer } from 'node:http'
   * import { OwnPorts } from '@chrome-socket/conformance'
   *
   * const ownPorts = await OwnPorts.open()
   * console.log(await ownPorts.listen(createServer(), '127.0.0.1'))
   */
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

  /**
   * Resolves with a port that refuses connects on both loopback addresses.
   * @throws Error, as a rejection: there is no free port.
   * @example
   * import { OwnPorts } from '@chrome-socket/conformance'
   *
   * const ownPorts = await OwnPorts.open()
   * console.log(await ownPorts.refused())
   */
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

  /**
   * Lets the numbers go. The servers keep their ports.
   * @errors Cannot fail. A second call does nothing.
   * @example
   * import { OwnPorts } from '@chrome-socket/conformance'
   *
   * const ownPorts = await OwnPorts.open()
   * ownPorts.close()
   */
  close(): void {
    for (const server of this.#servers) server.close()
    for (const connection of this.#connections) connection.destroy()
  }
}
