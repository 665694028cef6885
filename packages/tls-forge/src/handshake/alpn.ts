/**
 * Reads the server's choice among the application protocols that were offered (RFC 7301, section 3.1).
 */
import { ascii, equalBytes } from '../bytes/bytes.ts'
import { TlsFault } from '../wire/fault.ts'
import { Reader } from '../wire/reader.ts'

/**
 * Returns the chosen protocol. Undefined if the server did not answer the extension. Throws a `TlsFault` for a
 * malformed answer.
 */
export function chosenProtocol(offered: readonly string[], extension: Uint8Array | undefined): string | undefined {
  if (extension === undefined) return undefined
  const reader = new Reader(extension)
  const list = new Reader(reader.vector(2, 2))
  reader.end()
  const name = list.vector(1, 1)
  list.end()
  const chosen = offered.find((protocol) => equalBytes(ascii(protocol), name))
  if (chosen === undefined) throw new TlsFault('illegal_parameter', 'the application protocol was not offered')
  return chosen
}
