/**
 * `chrome.socket` as an app sees it: names, values and signatures.
 * Source: Chromium extensions/common/api/socket.idl
 */
import type { CommonSignatures } from './common-signatures.ts'
import type { TcpSignatures } from './tcp-signatures.ts'
import type { UdpSignatures } from './udp-signatures.ts'

export type {
  AcceptInfo,
  CreateInfo,
  CreateOptions,
  ReadInfo,
  RecvFromInfo,
  SocketInfo,
  SocketType,
  WriteInfo,
} from './results.ts'

/**
 * `chrome.socket`.
 *
 * A numeric result is ≥ 0 (OK or a number of bytes) or a net error (`NetError`). `chrome.runtime.lastError` is set only
 * if a function's list of errors gives a text. A callback is never called within the call that it answers.
 *
 * Each function also throws, at the call: a TypeError for arguments that do not fit its signature, and the Error
 * `Extension context invalidated.` after `chrome.close()`. A function whose callback may be left out then returns a
 * promise, which is rejected with `Error(text)` if the callback would find that text in lastError.
 *
 * @example
 * chrome.socket.create('tcp', {}, ({ socketId }) => {
 *   chrome.socket.connect(socketId, '127.0.0.1', 7, (result) => {
 *     if (result < 0) return console.error('connect', result)
 *     chrome.socket.write(socketId, new Uint8Array([1, 2, 3]), () => {})
 *     chrome.socket.read(socketId, ({ data }) => console.log(data.byteLength))
 *   })
 * })
 */
export interface ChromeSocket extends CommonSignatures, TcpSignatures, UdpSignatures {
  /** The kinds of sockets, for `create`. */
  readonly SocketType: { readonly TCP: 'tcp'; readonly UDP: 'udp' }
}
