/**
 * The part of Bun's own API that this package calls, as structural types, so that a user of the package needs no
 * `@types/bun`.
 * Source: https://bun.com/docs/runtime/networking/tcp, https://bun.com/docs/runtime/networking/udp and the reference of
 * `Bun.Socket`, https://bun.com/reference/bun/Socket.
 */

/** An error of Bun. Some errors have no `code`. The package does not use `errno`, because its sign varies. */
export interface BunError extends Error {
  readonly code?: string
}

/** A TCP socket, or a TLS socket over it. `Data` is the type of the application's own data. */
export interface BunSocket<Data = unknown> {
  data: Data
  /** The local address. This and the next three members are undefined after the socket is closed. */
  readonly localAddress?: string
  readonly localPort?: number
  readonly remoteAddress?: string
  readonly remotePort?: number
  /** Returns the number of bytes that the system accepted, which may be only a part, or -1 if the socket is closed. */
  write(data: Uint8Array, byteOffset?: number, byteLength?: number): number
  /** Sends FIN after the written bytes, and closes the socket at once. */
  end(): void
  /** Sends FIN after the written bytes, with TLS a close_notify before it, and continues receiving. */
  shutdown(): void
  /** Closes the socket at once. The system still sends the bytes that it has accepted. */
  close(): void
  /** Resets the connection: RST instead of FIN. */
  terminate(): void
  pause(): void
  resume(): void
  setNoDelay(on: boolean): boolean
  /** Sets the keep-alive. Unlike in Bun's documentation, the delay is in milliseconds. A delay below 1000 changes nothing. */
  setKeepAlive(on: boolean, delayMilliseconds: number): boolean
  upgradeTLS<TlsData>(options: BunUpgradeOptions<TlsData>): [raw: BunSocket<Data>, tls: BunSocket<TlsData>]
}

/** A TLS socket, which also has data about its peer. */
export interface BunTlsSocket<Data = unknown> extends BunSocket<Data> {
  /** Returns the server's certificate. Before the server has sent it, the result is undefined or has no `raw`. */
  getPeerCertificate(): { readonly raw?: Uint8Array } | undefined
  /** Returns the session in BoringSSL's format, as DER. */
  getSession(): Uint8Array | undefined
  /** Returns the version, such as `TLSv1.3`. */
  getTLSVersion(): string
  getCipher(): { readonly standardName: string }
  /** The negotiated application protocol, or false if there is none. */
  readonly alpnProtocol: string | false | null
  /** Derives keys from the handshake's secrets. Throws before the handshake is complete. */
  exportKeyingMaterial(length: number, label: string): Uint8Array
  disableRenegotiation(): void
}

/** The handlers of a socket. Bun drains microtasks and ticks after each call, so each call is a separate turn. */
export interface BunSocketHandlers<Data> {
  readonly binaryType: 'arraybuffer'
  open?(socket: BunSocket<Data>): void
  /** Takes received bytes. The buffer has exactly the length of the data, and Bun does not use it afterwards. */
  data(socket: BunSocket<Data>, bytes: ArrayBuffer): void
  drain(socket: BunSocket<Data>): void
  end(socket: BunSocket<Data>): void
  close(socket: BunSocket<Data>, error?: BunError): void
  error(socket: BunSocket<Data>, error: BunError): void
  connectError?(socket: BunSocket<Data>, error: BunError): void
  handshake?(socket: BunSocket<Data>, success: boolean, authorizationError: BunError | null): void
}

export interface BunConnectOptions<Data> {
  readonly hostname: string
  readonly port: number
  readonly allowHalfOpen: boolean
  readonly data: Data
  readonly socket: BunSocketHandlers<Data>
}

export interface BunListenOptions<Data> {
  readonly hostname: string
  readonly port: number
  readonly allowHalfOpen: boolean
  readonly data: Data
  readonly socket: BunSocketHandlers<Data>
}

export interface BunListener {
  readonly port: number
  stop(closeActiveConnections: boolean): void
}

export interface BunUpgradeOptions<Data> {
  readonly data: Data
  readonly tls: BunTlsOptions
  readonly socket: BunSocketHandlers<Data>
}

/** The options of TLS. Their names are similar to those of `node:tls`. */
export interface BunTlsOptions {
  /** The server name to send. With an empty text Bun sends no name. */
  readonly serverName: string
  readonly cert?: string
  readonly key?: string
  /** The application protocols in the format of the extension (RFC 7301, 3.1). */
  readonly ALPNProtocols?: ArrayBuffer
  /** The lowest version. Unlike in `node:tls` it is a number: 0x0304 for TLS 1.3. */
  readonly minVersion: number
  readonly maxVersion: number
  readonly rejectUnauthorized: boolean
}

/** A UDP socket. Every setter throws a `BunError` if the system refuses. */
export interface BunUdpSocket {
  readonly address: { readonly address: string; readonly port: number }
  /** Returns false if the system's buffer is full; `drain` follows. Throws for other failures. */
  send(data: Uint8Array): boolean
  send(data: Uint8Array, port: number, address: string): boolean
  /** Returns the number of sent datagrams before the first that failed. Throws if the first datagram failed. */
  sendMany(packets: readonly (Uint8Array | number | string)[]): number
  setMulticastTTL(ttl: number): number
  setMulticastLoopback(on: boolean): boolean
  /** Sets the interface by its address. An IPv6 address needs a zone. */
  setMulticastInterface(address: string): boolean
  setBroadcast(on: boolean): boolean
  /** Joins a group. If no interface is given, the system chooses it. */
  addMembership(group: string, interfaceAddress?: string): boolean
  dropMembership(group: string, interfaceAddress?: string): boolean
  close(): void
}

export interface BunUdpHandlers {
  data(socket: BunUdpSocket, bytes: ArrayBuffer, port: number, address: string): void
  drain(socket: BunUdpSocket): void
  /** Takes an error. The documented arguments are `(socket, error)`, but Bun 1.4.5 passes only the error. */
  error(...told: [BunError] | [socket: BunUdpSocket, error: BunError]): void
}

export interface BunUdpOptions {
  readonly hostname: string
  readonly port: number
  readonly connect?: { readonly hostname: string; readonly port: number }
  readonly binaryType: 'arraybuffer'
  readonly socket: BunUdpHandlers
}

export interface BunRuntime {
  connect<Data>(options: BunConnectOptions<Data>): Promise<BunSocket<Data>>
  listen<Data>(options: BunListenOptions<Data>): BunListener
  udpSocket(options: BunUdpOptions): Promise<BunUdpSocket>
}

/** Returns Bun's API. In other runtimes it throws an error that names the package to use. */
export function bunRuntime(): BunRuntime {
  const runtime = (globalThis as { readonly Bun?: BunRuntime }).Bun
  if (runtime === undefined) {
    throw new Error(
      '@chrome-socket/backend-bun runs in Bun only. In Node, Deno or Electron use @chrome-socket/backend-node.',
    )
  }
  return runtime
}
