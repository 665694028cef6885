/**
 * The backend contract: what a transport (or a TLS layer) must be, as types and rules only.
 * It is modelled on Chromium's net::StreamSocket, net::ServerSocket and net::DatagramSocket:
 * pull completions, one outstanding operation of a kind, one integer result.
 *
 * The rules, which `@chrome-socket/conformance` checks:
 *
 * 1. A completion comes exactly once, and in a turn of its own: never inside the call that asked
 *    for it, nor in a microtask that the caller's turn left behind. What a runtime reports by itself
 *    (an I/O event) is such a turn; a result that is at hand when it is asked for goes through
 *    `afterMicrotasks` of `turn.ts`, which also lets timers and I/O have their share.
 * 2. `close()` is idempotent and returns at once. Every pending operation completes with
 *    `ERR_CONNECTION_CLOSED` (in a turn of its own), and nothing comes after that.
 *    Calls on what is closed complete with `ERR_CONNECTION_CLOSED`. Bytes whose `write` has
 *    completed still reach the peer.
 * 3. Bytes read belong to the reader, who may keep, change or transfer them: their `ArrayBuffer`
 *    is theirs alone and exactly as long as they are. Bytes written are borrowed until `done`;
 *    the writer does not touch them before that.
 * 4. `write` completes with the full length, or an error. Writes may be queued; they are sent and
 *    completed in order. A runtime that writes short is looped over inside the backend.
 * 5. Errors are Chromium's net errors, mapped from the runtime's own error names
 *    (`ECONNREFUSED`), never from its numbers.
 * 6. A part that a backend cannot offer is absent, not a stub that fails.
 *
 * Not calling `read`, `accept` or `receive` is the backpressure: what a backend keeps of a stream
 * meanwhile is bounded by a constant.
 */

/** ≥ 0: a byte count, or OK. < 0: one of `NetError`. */
export type NetResult = number

/** Abandons an operation under way: its completion does not come any more. Harmless when it has come. */
export type Cancel = () => void

/** An IP literal, with no brackets and no name, and a port in 0..65535. */
export interface Endpoint {
  readonly address: string
  readonly port: number
}

/** Who waits for a read. */
export interface Reader {
  /** As of `read`. `data` is the reader's alone, and as long as the `result`, or empty. */
  onRead(result: NetResult, data: ArrayBuffer): void
}

/** A connected, ordered byte stream: TCP, TLS over TCP, a pipe, a relay. */
export interface ByteStream {
  /** Known from the start, and still there after `close`. */
  readonly local: Endpoint
  readonly peer: Endpoint
  /**
   * Asks for 1..`max` bytes (`max` ≥ 1); one read may be pending at a time.
   * `result` > 0: that many bytes, in `bytes`. 0: the peer has ended its side, after all it sent was read;
   * each later read gives 0 again, writing may go on. < 0: the connection failed, as will each later read.
   * `bytes` is empty unless `result` > 0.
   */
  read(max: number, done: (result: NetResult, bytes: Uint8Array<ArrayBuffer>) => void): void
  /**
   * Where a backend receives in buffers of their own: the same as `read`, for who takes the buffer itself, and has an
   * object to tell. So a read that is pending needs no function, and one that completes no view.
   */
  readTo?(max: number, reader: Reader): void
  /** Where a backend can tell: whether nothing is left to read, and a read would give the end or a failure that is known. */
  readonly hasEnded?: boolean
  /** Sends all of `bytes`, which may be empty. The completion means that they need not be kept any longer. */
  write(bytes: Uint8Array, done: (result: NetResult) => void): void
  /**
   * Where a backend can: hands to the system what it takes of `bytes` within the call, and returns how many that were, from
   * the first on. The rest is for `write`, which also tells of failures: 0 where the stream has failed or is closed,
   * while a write is pending, and for so few bytes that it is quicker to copy them. So the writer need not copy what it may not keep.
   */
  writeNow?(bytes: Uint8Array): number
  close(): void
}

export interface TcpStream extends ByteStream {
  /** TCP_NODELAY. On from the start, as in Chromium. False when it could not be set. */
  setNoDelay(on: boolean): boolean
  /** SO_KEEPALIVE, with `delaySeconds` of idleness before the first probe. On with 45 s from the start. */
  setKeepAlive(on: boolean, delaySeconds: number): boolean
}

export interface TcpListener {
  readonly local: Endpoint
  /** Takes the next connection; one accept may be pending at a time. */
  accept(done: (result: NetResult, stream?: TcpStream) => void): void
  /** Also closes the connections that nobody has accepted. */
  close(): void
}

/** Either `bind` or `connect` is given. Connecting also binds, to a free port. */
export interface DatagramOptions {
  readonly bind?: Endpoint
  readonly connect?: Endpoint
  /** IP_MULTICAST_TTL or IPV6_MULTICAST_HOPS, 0..255. */
  readonly multicastTtl: number
  /** IP_MULTICAST_LOOP or IPV6_MULTICAST_LOOP. */
  readonly multicastLoopback: boolean
}

export interface DatagramSocket {
  readonly local: Endpoint
  /** Only when connected. */
  readonly peer?: Endpoint
  /**
   * Takes the next datagram; one receive may be pending at a time. An empty datagram is a `result` of 0. `data` is the
   * datagram, or empty.
   * A datagram longer than `max` is consumed and gives `ERR_MSG_TOO_BIG`. An ICMP error that the system
   * reports on a connected socket completes the receive that is pending, or else the next receive or send, and the socket
   * goes on.
   */
  receive(max: number, done: (result: NetResult, data: ArrayBuffer, from: Endpoint) => void): void
  /** `to` is given if and only if the socket is not connected. Completes with the length of `bytes`. */
  send(bytes: Uint8Array, to: Endpoint | undefined, done: (result: NetResult) => void): void
  /** `group` is an IP literal. */
  joinGroup(group: string, done: (result: NetResult) => void): void
  leaveGroup(group: string, done: (result: NetResult) => void): void
  /** Also leaves every group. */
  close(): void
}

export interface NetworkInterface {
  /** The system's name of the adapter: `eth0`. */
  readonly name: string
  /** An IP literal, without a zone. */
  readonly address: string
  /** In bits. */
  readonly prefixLength: number
}

/** A transport: what `createChrome` and `registerBackend` take. The rules are in the README. */
export interface Backend {
  /** For messages: `node`. */
  readonly name: string
  /** The addresses of a host name, an IP literal among them, in the order in which to try them. On success at least one. */
  resolve(hostname: string, done: (result: NetResult, addresses: readonly string[]) => void): Cancel
  /** Opens a TCP connection; the stream is there if and only if `result` is 0. */
  connect(to: Endpoint, done: (result: NetResult, stream?: TcpStream) => void): Cancel
  /** `at.address` is an IP literal; `backlog` is what the system's `listen` gets. */
  listen?(at: Endpoint, backlog: number, done: (result: NetResult, listener?: TcpListener) => void): Cancel
  /** Opens a UDP socket, bound or connected. */
  openDatagram?(options: DatagramOptions, done: (result: NetResult, socket?: DatagramSocket) => void): Cancel
  /** Every address of the host that is not a loopback one. */
  networkInterfaces?(done: (result: NetResult, interfaces: readonly NetworkInterface[]) => void): void
}

/** In ascending order; `ssl3` is not among them (RFC 7568). */
export type TlsVersion = 'tls1' | 'tls1.1' | 'tls1.2' | 'tls1.3'

export interface TlsOptions {
  /** The host name or IP literal that the certificate must be for; canonical, in lower case. */
  readonly serverName: string
  /** Where the app named none: the provider's own limits. */
  readonly minVersion?: TlsVersion
  readonly maxVersion?: TlsVersion
}

/** A TLS client over any byte stream: what `createChrome` and `registerTls` take, and `secure` uses. */
export interface TlsProvider {
  /** For messages: `node`, `forge`. */
  readonly name: string
  /** What an app's wish for an older version is raised to; `tls1.2` where it is not given, as in Chromium. */
  readonly oldestVersion?: TlsVersion
  /**
   * Runs a client handshake over `inner`, on which nothing is pending, and gives the secured stream.
   * From the call on `inner` is the provider's: it closes it when the handshake fails, when it is cancelled,
   * and when the secured stream is closed. A `close_notify` of the peer is a read of 0.
   */
  secure(inner: ByteStream, options: TlsOptions, done: (result: NetResult, stream?: ByteStream) => void): Cancel
}
