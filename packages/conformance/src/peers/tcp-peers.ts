/**
 * The TCP peers of the scenarios: one server for each behaviour. Most wait for the first bytes before they act, so that
 * no result depends on a race.
 */
import { once } from 'node:events'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { Worker } from 'node:worker_threads'
import type { PortTaker } from './other-loopback.ts'
import { hasIpv6 } from './this-host.ts'

/** Servers that run until `close`. `ports` has the port of each server by its name. */
export interface Peers {
  readonly ports: Readonly<Record<string, number>>
  close(): Promise<void>
}

interface Behaviour {
  readonly host?: string
  readonly allowHalfOpen?: boolean
  readonly serve: (connection: net.Socket) => void
}

function onFirstBytes(act: (connection: net.Socket) => void): (connection: net.Socket) => void {
  return (connection) => {
    connection.once('data', () => {
      connection.resume()
      act(connection)
    })
  }
}

const echo = (connection: net.Socket): void => {
  connection.pipe(connection)
}

const behaviours: Readonly<Record<string, Behaviour>> = {
  echo: { serve: echo },
  echo6: { host: '::1', serve: echo },
  /** This peer listens on both loopback addresses under one port. */
  echoBoth: { host: '::', serve: echo },
  /** This peer never reads. */
  silent: { serve: (connection) => connection.pause() },
  /** This peer reads and never answers. */
  sink: { serve: (connection) => connection.resume() },
  /** This peer sends bytes as soon as it has accepted. */
  greeter: {
    serve: (connection) => {
      connection.resume().write('hello')
    },
  },
  bye: { serve: onFirstBytes((connection) => connection.end('bye')) },
  /** This peer ends its own side and goes on reading. */
  half: { allowHalfOpen: true, serve: onFirstBytes((connection) => connection.end('bye')) },
  reset: { serve: onFirstBytes((connection) => connection.resetAndDestroy()) },
  dataThenReset: {
    serve: onFirstBytes((connection) => {
      connection.write('data', () => setTimeout(() => connection.resetAndDestroy(), 50))
    }),
  },
  drop: { serve: onFirstBytes((connection) => connection.destroy()) },
  /** This peer sends 300,000 bytes of the pattern of `stage.bytes`, then the end. */
  source: {
    serve: onFirstBytes((connection) => {
      connection.end(Uint8Array.from({ length: 300_000 }, (_, index) => index % 251))
    }),
  },
}

export async function startTcpPeers(taker: PortTaker): Promise<Peers> {
  const isWithIpv6 = await hasIpv6()
  // Without IPv6, no connection comes to `::1`, and a server on `::` is reached only by IPv4.
  const onThisHost = (host: string): string => (isWithIpv6 || host !== '::' ? host : '0.0.0.0')
  const connections = new Set<net.Socket>()
  const servers: net.Server[] = []
  const ports: Record<string, number> = {}
  const listen = async (
    name: string,
    { host = '127.0.0.1', allowHalfOpen = false, serve }: Behaviour,
  ): Promise<void> => {
    do {
      const server = net.createServer({ allowHalfOpen }, (connection) => {
        connections.add(connection)
        connection.on('close', () => connections.delete(connection))
        connection.on('error', () => {})
        serve(connection)
      })
      server.listen(0, onThisHost(host))
      await once(server, 'listening')
      servers.push(server)
      ports[name] = (server.address() as AddressInfo).port
    } while (!(await taker.takeBeside(host, ports[name])))
  }
  for (const [name, behaviour] of Object.entries(behaviours)) {
    if (behaviour.host !== '::1' || isWithIpv6) await listen(name, behaviour)
  }
  do ports['refused'] = await portThatRefuses(ports['sink'] ?? 0, connections)
  while (!(await taker.takeBeside('127.0.0.1', ports['refused'])))
  const unanswered = await startUnanswered(connections)
  ports['unanswered'] = unanswered.port
  return {
    ports,
    async close() {
      for (const server of servers) server.close()
      for (const connection of connections) connection.destroy()
      await unanswered.worker.terminate()
    },
  }
}

/** A taken port without a listener: the near end of a connection has it. */
async function portThatRefuses(somewhere: number, connections: Set<net.Socket>): Promise<number> {
  const connection = net.connect(somewhere, '127.0.0.1')
  connections.add(connection)
  await once(connection, 'connect')
  return connection.localPort ?? 0
}

/** Listens with the smallest backlog, prints its port and then sleeps forever. It accepts no connection. */
const sleepingListener = `
const { parentPort } = require('node:worker_threads')
const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  parentPort.postMessage(server.address().port)
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
})`

/** A port whose connects stay pending: the listener's queue is full, so the system drops every attempt. */
async function startUnanswered(
  connections: Set<net.Socket>,
): Promise<{ readonly port: number; readonly worker: Worker }> {
  const worker = new Worker(sleepingListener, { eval: true })
  const [port] = (await once(worker, 'message')) as [number]
  // The system decides how many connections its queue holds. The first connection that has to wait shows that the queue
  // is full.
  let isFull = false
  while (!isFull) {
    const connection = net.connect(port, '127.0.0.1')
    connection.on('error', () => {})
    connections.add(connection)
    isFull = await once(connection, 'connect', { signal: AbortSignal.timeout(100) }).then(
      () => false,
      () => true,
    )
  }
  return { port, worker }
}
