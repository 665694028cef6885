/**
 * The backend contract: the types that a transport or a TLS provider implements, and the rules that it keeps. Model:
 * Chromium's net::StreamSocket, net::ServerSocket and net::DatagramSocket (net/socket/stream_socket.h and others).
 *
 * A call starts an operation, and one completion with one integer ends it. At most one operation of a kind is under way
 * on an object.
 *
 * The rules. `@chrome-socket/conformance` checks each of them.
 *
 * 1. **A completion comes exactly once, and in a turn of its own.** It never comes inside the call that started the
 *    operation, nor in a microtask of the caller's turn. An I/O event of the runtime is such a turn; wrap its
 *    handler in `asEvent`, so that the turns that wait follow it at once. A result that is at hand goes through
 *    `afterMicrotasks`, or through `takeTurn` where an object can stand for the task. Both let timers and I/O have
 *    their share.
 * 2. **`close()` is idempotent and returns at once.** Every pending operation completes with
 *    `ERR_CONNECTION_CLOSED`, in a turn of its own, and nothing comes after that. A call on a closed object
 *    completes with `ERR_CONNECTION_CLOSED`. Bytes whose `write` has completed still reach the peer, and the peer
 *    sees the end and no reset if at most 64 KiB of its bytes had arrived and are unread. A reset could take the
 *    last answer from the peer.
 * 3. **A buffer has one owner.** Received bytes belong to the reader, who may keep, change or transfer them: their
 *    `ArrayBuffer` is the reader's alone, and exactly as long as they are. Written bytes are borrowed until the
 *    write completes; the writer does not touch them before that.
 * 4. **A write is whole.** It completes with the full length, or with an error. Writes may be queued; they are sent
 *    and completed in order. A backend whose runtime writes short loops inside.
 * 5. **Errors are Chromium's net errors**, mapped from the runtime's names (`ECONNREFUSED`) by
 *    `netErrorFromPosixCode` and `connectErrorFromPosixCode`. The runtime's numbers differ between systems.
 * 6. **A part that a backend cannot offer is absent.** It is not a stub that fails.
 * 7. **The caller's pace is the backpressure.** Without a `read`, an `accept` or a `receive`, a backend keeps no
 *    more of a stream than a constant number of bytes.
 * 8. **An open socket keeps the process alive** as the runtime's own does: a listener, a bound datagram socket and
 *    a pending connect do. A connection without a pending read may let the process exit.
 */

export type { Backend } from './contract/backend.ts'
export type {
  AddressFamily,
  Cancel,
  Completion,
  Endpoint,
  InterfacesCompletion,
  NetResult,
  NetworkInterface,
  ResolveCompletion,
} from './contract/results.ts'
export type {
  AcceptCompletion,
  ByteStream,
  ConnectCompletion,
  ListenCompletion,
  Reader,
  TcpListener,
  TcpStream,
} from './contract/tcp.ts'
export type { SecureCompletion, TlsOptions, TlsProvider, TlsVersion } from './contract/tls.ts'
export type { DatagramOptions, DatagramSocket, OpenDatagramCompletion, ReceiveCompletion } from './contract/udp.ts'
