/**
 * What the server chose of the application protocols that were offered (RFC 7301, section 3.1).
 */
import { ascii, equalBytes } from '../wire/bytes.ts'
import { TlsFault } from '../wire/fault.ts'
import { Reader } from '../wire/reader.ts'
import type { HandshakeContext } from './context.ts'

export function acceptAlpn(context: HandshakeContext, extension: Uint8Array | undefined): void {
  if (extension === undefined) return
  const reader = new Reader(extension)
  const list = new Reader(reader.vector(2, 2))
  reader.end()
  const chosen = list.vector(1, 1)
  list.end()
  context.alpnProtocol = context.options.alpnProtocols.find((protocol) => equalBytes(ascii(protocol), chosen))
  if (context.alpnProtocol === undefined) {
    throw new TlsFault('illegal_parameter', 'an application protocol that was not offered')
  }
}
