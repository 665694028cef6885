/**
 * The part of Bun's own API that this package calls, as structural types: a consumer needs no `@types/bun`.
 * Source: https://bun.com/docs/runtime/networking/tcp, https://bun.com/docs/runtime/networking/udp
 * and the reference of `Bun.Socket`, https://bun.com/reference/bun/Socket.
 */

/** A failure as Bun reports it. `code` is missing from some; `errno` has either sign, so nobody reads it. */
export interface BunError extends Error {
  readonly code?: string
}

/** A TCP socket, or a TLS one over it. `Data` is what the application hangs on it. */
export interface BunSocket<Data = unknown> {
  data: Data
  /** All four are undefined once the socket is closed. */
  readonly localAddress?: string
  readonly localPort?: number
  readonly remoteAddress?: string
  readonly remotePort?: number
  /** How many bytes the system took, which may be fewer than were given; -1 when the socket is closed. */
  write(data: Uint8Array, byteOffset?: number, byteLength?: number): number
  /** Sends FIN after what was written, and lets the socket go at once. */
  end(): void
  /** Sends FIN after what was written, over TLS a close_notify before it, and goes on receiving. */
  shutdown(): void
  /** Lets the socket go at once. What the system has taken is still sent. */
  close(): void
  /** Resets the connection: RST instead of FIN. */
  terminate(): void
  pause(): void
  resume(): void
  setNoDelay(on: boolean): boolean
  /** Unlike what Bun documents elsewhere, `delayMilliseconds` is in milliseconds; below 1000 it is left as it is. */
  setKeepAlive(on: boolean, delayMilliseconds: number): boolean
  upgradeTLS<TlsData>(options: BunUpgradeOptions<TlsData>): [raw: BunSocket<Data>, tls: BunSocket<TlsData>]
}

/** A TLS socket has more to say about its peer. */
export interface BunTlsSocket<Data = unknown> extends BunSocket<Data> {
  /** Without `raw`, or nothing, before the server has shown one. */
  getPeerCertificate(): { readonly raw?: Uint8Array } | undefined
  /** BoringSSL's form of a session, in DER. */
  getSession(): Uint8Array | undefined
  /** `TLSv1.3`. */
  getTLSVersion(): string
  getCipher(): { readonly standardName: string }
  /** False when none was agreed on. */
  readonly alpnProtocol: string | false | null
  /** Throws before the handshake is complete. */
  exportKeyingMaterial(length: number, label: string): Uint8Array
  disableRenegotiation(): void
}

/** What Bun calls, each in a turn of its own: it drains microtasks and ticks after every one. */
export interface BunSocketHandlers<Data> {
  readonly binaryType: 'arraybuffer'
  open?(socket: BunSocket<Data>): void
  /** The buffer is exactly as long as the data, and nobody else looks into it. */
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

/** The names are nearly those of `node:tls`. */
export interface BunTlsOptions {
  /** Empty: none is sent. */
  readonly serverName: string
  readonly cert?: string
  readonly key?: string
  /** As on the wire (RFC 7301, 3.1). */
  readonly ALPNProtocols?: ArrayBuffer
  /** Unlike there, a number: 0x0304 for TLS 1.3. */
  readonly minVersion: number
  readonly maxVersion: number
  readonly rejectUnauthorized: boolean
}

/** A UDP socket. Every setter throws a `BunError` when the system refuses. */
export interface BunUdpSocket {
  readonly address: { readonly address: string; readonly port: number }
  /** False when the system's buffer is full; `drain` follows. Other failures are thrown. */
  send(data: Uint8Array): boolean
  send(data: Uint8Array, port: number, address: string): boolean
  /** How many datagrams were sent, up to the first one that could not be. A failure of the first one is thrown. */
  sendMany(packets: readonly (Uint8Array | number | string)[]): number
  setMulticastTTL(ttl: number): number
  setMulticastLoopback(on: boolean): boolean
  /** An address of the interface; for IPv6, one with a zone. */
  setMulticastInterface(address: string): boolean
  setBroadcast(on: boolean): boolean
  /** Without an interface, the system chooses one. */
  addMembership(group: string, interfaceAddress?: string): boolean
  dropMembership(group: string, interfaceAddress?: string): boolean
  close(): void
}

export interface BunUdpHandlers {
  data(socket: BunUdpSocket, bytes: ArrayBuffer, port: number, address: string): void
  drain(socket: BunUdpSocket): void
  /** Documented as `(socket, error)`; Bun 1.4.5 gives the error alone. */
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

/** The runtime, or a message that says which package to take where there is no Bun. */
export function bunRuntime(): BunRuntime {
  const runtime = (globalThis as { readonly Bun?: BunRuntime }).Bun
  if (runtime === undefined) {
    throw new Error(
      '@chrome-socket/backend-bun runs in Bun only. In Node, Deno or Electron use @chrome-socket/backend-node.',
    )
  }
  return runtime
}
