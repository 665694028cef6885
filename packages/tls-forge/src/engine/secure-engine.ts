/**
 * What a stream needs of whatever speaks TLS for it: bytes in, bytes and events out.
 */
import type { SecureConnection } from '../options.ts'
import type { TlsFault } from '../wire/fault.ts'

export interface EngineEvents {
  /** For the wire, in order; `sent` is to be called when the bytes need not be kept any longer. */
  output(bytes: Uint8Array, sent: () => void): void
  /** Application data, in a buffer that holds nothing else of use. */
  data(bytes: Uint8Array): void
  /** No record is being opened any more. */
  taken(): void
  /** The handshake is complete, the server is who it should be. */
  secured(): void
  /** The server has ended its side. */
  ended(): void
  /** Nothing comes after this; what is still in `output` is an alert. */
  failed(fault: TlsFault): void
}

export interface SecureEngine {
  /** What has been agreed on. Only once `secured`. */
  readonly connection: Omit<SecureConnection, 'serverName'>
  /** How many bytes wait for their record to be whole, or opened. */
  readonly buffered: number
  /** Are there records under way, which need nothing more from the wire? */
  readonly opening: boolean
  start(): void
  /** Bytes from the wire, which belong to the engine from now on. */
  receive(bytes: Uint8Array): void
  /** The peer has closed the connection beneath. */
  receiveEnd(): void
  /** The connection beneath has failed, with a net error. */
  receiveFailure(netError: number): void
  /** Application data; `bytes` are borrowed until `written`. Only once `secured`. */
  write(bytes: Uint8Array, written: () => void): void
  /** Ends our side: `sent` is called when the peer has been told. Data that waits is dropped. */
  close(sent: () => void): void
}
