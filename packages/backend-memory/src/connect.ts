/**
 * Making a connection: the handshake of RFC 9293 section 3.5, as far as its two ends can tell.
 */
import { type Cancel, type Endpoint, NetError, type NetResult, afterMicrotasks } from '@chrome-socket/api/backend'
import { type IpAddress, isBroadcast, isMulticast, parseAddress, toIpv6 } from './address.ts'
import { Lane } from './lane.ts'
import type { Knock } from './listener.ts'
import type { MemoryHost, Route } from './memory-host.ts'
import { type MemoryStream, MemoryTcpStream } from './tcp.ts'

type ConnectDone = (result: NetResult, stream?: MemoryStream) => void

/** Connects `host` to an IP literal and port. */
export function connect(host: MemoryHost, to: Endpoint, done: ConnectDone): Cancel {
  const attempt = new Attempt(done)
  const address = parseAddress(to.address)
  const route = address && host.route(address)
  const fault = host.fault('connect')
  if (fault !== undefined) attempt.finish(fault)
  else if (address === undefined) attempt.finish(NetError.ERR_ADDRESS_INVALID)
  else if (route === undefined || isMulticast(route.destination) || isBroadcast(route.destination))
    attempt.finish(NetError.ERR_ADDRESS_UNREACHABLE)
  else knockAt(host, route, to.port, attempt)
  return () => {
    attempt.cancel()
  }
}

/** A connect under way: it ends once, with a result or by being cancelled. */
class Attempt {
  readonly #done: ConnectDone
  #over = false
  #result: { readonly code: NetResult; readonly stream: MemoryTcpStream | undefined } | undefined
  /** What to do about the connection when nobody waits for it any more. */
  #abandon: (() => void) | undefined

  constructor(done: ConnectDone) {
    this.#done = done
  }

  /** From now on `abandon` runs when the attempt ends without a stream. */
  begin(abandon: () => void): void {
    this.#abandon = abandon
  }

  finish(code: NetResult, stream?: MemoryTcpStream): void {
    if (this.#over || this.#result !== undefined) return
    this.#result = { code, stream }
    if (stream === undefined) this.#abandon?.()
    afterMicrotasks(() => {
      if (this.#over) return
      this.#over = true
      if (stream === undefined) this.#done(code)
      else this.#done(code, stream)
    })
  }

  cancel(): void {
    if (this.#over) return
    this.#over = true
    if (this.#result === undefined) this.#abandon?.()
    else this.#result.stream?.close()
  }
}

function knockAt(host: MemoryHost, { source, destination }: Route, port: number, attempt: Attempt): void {
  const { network } = host
  const localPort = host.tcpPorts.choose(source, 0)
  if (localPort === undefined) {
    attempt.finish(NetError.ERR_ADDRESS_IN_USE)
    return
  }
  const release = host.tcpPorts.bind(source, localPort, 'connection')
  const remote = host.hostAt(destination)
  const ways = [network.way(host, remote), network.way(remote, host)] as const
  const [there, back] = ways.map((way) => new Lane(way)) as [Lane, Lane]
  const client = { address: source.text, port: localPort }
  const server = { address: destination.text, port }

  let withdraw: (() => void) | undefined
  const stopTimer = network.clock.after(network.connectTimeout, () => {
    attempt.finish(NetError.ERR_CONNECTION_TIMED_OUT)
  })
  attempt.begin(() => {
    stopTimer()
    release()
    there.drop()
    back.drop()
    withdraw?.()
  })
  const refuse = (code: NetResult): void => {
    back.send(() => {
      attempt.finish(code)
    })
  }

  there.send(() => {
    const listener = remote?.tcpPorts.find(destination, port)
    if (remote === undefined) return refuse(NetError.ERR_ADDRESS_UNREACHABLE)
    if (listener === undefined || listener === 'connection') return refuse(NetError.ERR_CONNECTION_REFUSED)
    const knock: Knock = {
      admit() {
        withdraw = undefined
        const shown = showAs(listener.local.address)
        const ours = new MemoryTcpStream(host, client, server, release)
        const theirs = new MemoryTcpStream(
          remote,
          { address: shown(destination), port },
          { address: shown(source), port: localPort },
          () => {},
        )
        MemoryTcpStream.join(ours, theirs, ways, network.flowLimits)
        attempt.begin(() => {
          stopTimer()
          back.drop()
          ours.close()
        })
        back.send(() => {
          stopTimer()
          attempt.finish(NetError.OK, ours)
        })
        return theirs
      },
      refuse() {
        refuse(NetError.ERR_CONNECTION_REFUSED)
      },
    }
    withdraw = () => {
      listener.leave(knock)
    }
    listener.knock(knock)
  })
}

/** A socket bound to an IPv6 address shows IPv4 peers as IPv4-mapped. */
function showAs(boundTo: string): (address: IpAddress) => string {
  return boundTo.includes(':') ? (address) => toIpv6(address).text : ({ text }) => text
}
