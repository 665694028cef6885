/**
 * The backend contract: the types that a transport or a TLS provider implements, and the rules that it keeps.
 * Model: Chromium's net::StreamSocket, net::ServerSocket and net::DatagramSocket (net/socket/stream_socket.h and others).
 *
 * An operation is asked for by a call and ends with one completion, which carries one integer. At most one operation of a
 * kind is under way on an object.
 *
 * The rules. `@chrome-socket/conformance` checks each of them.
 *
 * 1. **A completion comes exactly once, and in a turn of its own.** It never comes inside the call that asked for it, nor in
 *    a microtask of the caller's turn. An I/O event of the runtime is such a turn; wrap its handler in `asEvent`, so that
 *    the turns that wait follow it at once. A result that is at hand goes through `afterMicrotasks`, or through `takeTurn`
 *    where an object can stand for the task. Both let timers and I/O have their share.
 * 2. **`close()` is idempotent and returns at once.** Every pending operation completes with `ERR_CONNECTION_CLOSED`, in a
 *    turn of its own, and nothing comes after that. A call on a closed object completes with `ERR_CONNECTION_CLOSED`.
 *    Bytes whose `write` has completed still reach the peer.
 * 3. **A buffer has one owner.** Received bytes belong to the reader, who may keep, change or transfer them: their
 *    `ArrayBuffer` is the reader's alone, and exactly as long as they are. Written bytes are borrowed until the write
 *    completes; the writer does not touch them before that.
 * 4. **A write is whole.** It completes with the full length, or with an error. Writes may be queued; they are sent and
 *    completed in order. A backend whose runtime writes short loops inside.
 * 5. **Errors are Chromium's net errors**, mapped from the runtime's names (`ECONNREFUSED`) by `netErrorFromPosixCode` and
 *    `connectErrorFromPosixCode`. The runtime's numbers differ between systems.
 * 6. **A part that a backend cannot offer is absent.** It is not a stub that fails.
 * 7. **The caller's pace is the backpressure.** Without a `read`, an `accept` or a `receive`, a backend keeps no more of
 *    a stream than a constant number of bytes.
 * 8. **An open socket keeps the process alive** as the runtime's own does: a listener, a bound datagram socket and a pending
 *    connect do. A connection without a pending read may let the process exit.
 */

/** ≥ 0: a byte count, or OK. < 0: one of `NetError`. */
export type NetResult = number

/** Abandons an operation under way: its completion no longer comes. A call after the completion has no effect. */
export type Cancel = () => void

/** An IP literal without brackets, and a port in 0..65535. */
export interface Endpoint {
  readonly address: string
  readonly port: number
}

/** Tells the result of an operation that gives nothing else. */
export type Completion = (result: NetResult) => void
/** Tells the addresses of a name. On success there is at least one. */
export type ResolveCompletion = (result: NetResult, addresses: readonly string[]) => void
/** Tells of a new connection. `stream` is there if and only if `result` is 0. */
export type ConnectCompletion = (result: NetResult, stream?: TcpStream) => void
/** Tells of a new listener. `listener` is there if and only if `result` is 0. */
export type ListenCompletion = (result: NetResult, listener?: TcpListener) => void
/** Tells of an accepted connection. `stream` is there if and only if `result` is 0. */
export type AcceptCompletion = (result: NetResult, stream?: TcpStream) => void
/** Tells of a new datagram socket. `socket` is there if and only if `result` is 0. */
export type OpenDatagramCompletion = (result: NetResult, socket?: DatagramSocket) => void
/** Tells of a datagram. `result` is its length, and `data` the datagram; on an error `data` is empty. */
export type ReceiveCompletion = (result: NetResult, data: ArrayBuffer, from: Endpoint) => void
/** Tells the host's network interfaces. */
export type InterfacesCompletion = (result: NetResult, interfaces: readonly NetworkInterface[]) => void
/** Tells of a secured stream. `stream` is there if and only if `result` is 0. */
export type SecureCompletion = (result: NetResult, stream?: ByteStream) => void

/** Is told the result of a read. It is an object, so that a pending read costs no closure. `readBytes` takes a function. */
export interface Reader {
  /** `data` is the reader's alone. It is `result` bytes long, or empty where `result` is not positive. */
  completeRead(result: NetResult, data: ArrayBuffer): void
}

/** A connected, ordered byte stream: TCP, TLS over TCP, a pipe, a relay. */
export interface ByteStream {
  /** Known from the start, and still there after `close`. */
  readonly local: Endpoint
  readonly peer: Endpoint
  /**
   * Asks for 1 to `max` bytes (`max` ≥ 1). One read may be pending at a time.
   *
   * A `result` > 0 is the number of bytes. 0 means that the peer has ended its side and all its bytes were read; each later
   * read gives 0 again, and writing may go on. A `result` < 0 means that the connection failed, as will each later read.
   */
  read(max: number, reader: Reader): void
  /** Sends all of `bytes`, which may be empty. After the completion the stream no longer looks into `bytes`. */
  write(bytes: Uint8Array, complete: Completion): void
  close(): void

  // Accelerators. A stream is complete without them; with them the API above it does less.

  /** Whether a read would give the end, or a failure that is known, because nothing is left to read. */
  readonly hasEnded?: boolean
  /**
   * Whether the peer has ended its side, or the connection has failed. A few bytes that nobody has read do not hide it. An
   * accepted stream may know it only once something has been read or written.
   * Without it `secure` gives the error of the handshake, where Chromium gives `ERR_SOCKET_NOT_CONNECTED`.
   */
  readonly peerHasEnded?: boolean
  /**
   * Hands as many leading bytes to the system as it accepts within the call, and returns their number. The writer then need
   * not copy bytes that it may not keep, and passes the rest to `write`.
   *
   * Returns 0 on a stream that has failed or is closed, while a write is pending, and for so few bytes that a copy is
   * quicker. A failure is told by the `write` that follows.
   */
  writeNow?(bytes: Uint8Array): number
}

/** A TCP connection. */
export interface TcpStream extends ByteStream {
  /** TCP_NODELAY, which is on from the start, as in Chromium. Returns false when it could not be set. */
  setNoDelay(on: boolean): boolean
  /** SO_KEEPALIVE, with `delaySeconds` of idleness before the first probe. It is on with 45 s from the start. */
  setKeepAlive(on: boolean, delaySeconds: number): boolean
}

/** A TCP socket that listens. */
export interface TcpListener {
  readonly local: Endpoint
  /** Takes the next connection. One accept may be pending at a time. */
  accept(complete: AcceptCompletion): void
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
  /** SO_BROADCAST: whether `send` may go to a broadcast address. Off by default. */
  readonly broadcast?: boolean
}

/** A UDP socket, bound or connected. */
export interface DatagramSocket {
  readonly local: Endpoint
  /** Only when connected. */
  readonly peer?: Endpoint
  /**
   * Takes the next datagram. One receive may be pending at a time. An empty datagram is a `result` of 0.
   *
   * A datagram longer than `max` is consumed and gives `ERR_MSG_TOO_BIG`. An ICMP error that the system reports on a
   * connected socket completes the pending receive, or else the next receive or send, and the socket goes on.
   */
  receive(max: number, complete: ReceiveCompletion): void
  /**
   * Sends one datagram and completes with the length of `bytes`. `to` is given if and only if the socket is not connected.
   * A broadcast address gives `ERR_ACCESS_DENIED` unless broadcast is on.
   */
  send(bytes: Uint8Array, to: Endpoint | undefined, complete: Completion): void
  /** `group` is an IP literal. */
  joinGroup(group: string, complete: Completion): void
  leaveGroup(group: string, complete: Completion): void
  /** Sets SO_BROADCAST. Returns false when it could not be set. Absent where the runtime has no such option. */
  setBroadcast?(on: boolean): boolean
  /** Also leaves every group. */
  close(): void
}

/** An address of this host. An adapter with several addresses is there several times. */
export interface NetworkInterface {
  /** The system's name of the adapter: `eth0`. */
  readonly name: string
  /** An IP literal, without a zone. */
  readonly address: string
  /** In bits. */
  readonly prefixLength: number
}

/** Which addresses of a name are asked for: Chromium's DnsQueryType. */
export type AddressFamily = 'any' | 'ipv4' | 'ipv6'

/** A transport, as `createChrome` and `registerBackend` take it. */
export interface Backend {
  /** For messages: `node`. */
  readonly name: string
  /**
   * Gives the addresses of a host name in the order in which to try them. An IP literal gives itself. A name without an
   * address of `family` gives `ERR_NAME_NOT_RESOLVED`.
   */
  resolve(hostname: string, family: AddressFamily, complete: ResolveCompletion): Cancel
  /** Opens a TCP connection. */
  connect(to: Endpoint, complete: ConnectCompletion): Cancel
  /** `at.address` is an IP literal. `backlog` is the system's: the number of connections that wait to be accepted. */
  listen?(at: Endpoint, backlog: number, complete: ListenCompletion): Cancel
  /** Opens a UDP socket, bound or connected. */
  openDatagram?(options: DatagramOptions, complete: OpenDatagramCompletion): Cancel
  /** Gives every address of the host that is not a loopback one. */
  networkInterfaces?(complete: InterfacesCompletion): void
}

/** In ascending order. `ssl3` is not among them (RFC 7568). */
export type TlsVersion = 'tls1' | 'tls1.1' | 'tls1.2' | 'tls1.3'

/** What `secure` wants of a handshake. */
export interface TlsOptions {
  /** The host name or IP literal that the certificate must be for: canonical, in lower case, without a final dot. */
  readonly serverName: string
  /** Absent where the app named none: then the provider's own limit holds. */
  readonly minVersion?: TlsVersion
  readonly maxVersion?: TlsVersion
}

/** A TLS client over any byte stream, as `createChrome` and `registerTls` take it. `secure` uses it. */
export interface TlsProvider {
  /** For messages: `node`, `forge`. */
  readonly name: string
  /** The oldest version that the provider speaks. A lower minimum of an app is raised to it. By default `tls1.2`, as in Chromium. */
  readonly oldestVersion?: TlsVersion
  /**
   * Runs a client handshake over `inner`, on which nothing is pending, and gives the secured stream.
   *
   * The provider owns `inner` from the call on. It closes `inner` when the handshake fails, when it is cancelled, and when
   * the secured stream is closed. A `close_notify` of the peer is a read of 0.
   */
  secure(inner: ByteStream, options: TlsOptions, complete: SecureCompletion): Cancel
}
