/**
 * Makes control characters in text from the network visible (`␛[2J`), so that the text cannot colour, clear or redefine the
 * user's terminal. Source: ECMA-48, 5.2 to 5.4 (C0, DEL, C1); Unicode's Control Pictures.
 */
import { StringDecoder } from 'node:string_decoder'
import { Transform, type Writable } from 'node:stream'

/** Replaces control characters by visible ones. A tab, a line feed, and a carriage return before a line feed stay. */
export function visibleControls(text: string): string {
  return text.replaceAll(/[^\P{Cc}\t\r\n]|\r(?!\n)/gu, (control) => {
    const code = control.charCodeAt(0)
    if (code === 0x7f) return '\u2421'
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : `\\x${code.toString(16)}`
  })
}

/**
 * The stream to write received bytes to. A terminal gets visible control characters; a file or a pipe gets the same bytes.
 */
export function outputFor(stream: Writable & { readonly isTTY?: boolean }): Writable {
  if (stream.isTTY !== true) return stream
  const decoder = new StringDecoder('utf8')
  let held = ''
  const safe = new Transform({
    transform(chunk: Buffer, _encoding, complete) {
      const text = held + decoder.write(chunk)
      // The next chunk decides whether a carriage return at the end stands before a line feed.
      held = text.endsWith('\r') ? '\r' : ''
      complete(null, visibleControls(text.slice(0, text.length - held.length)))
    },
    flush(complete) {
      complete(null, visibleControls(held + decoder.end()))
    },
  })
  safe.pipe(stream, { end: false })
  return safe
}
