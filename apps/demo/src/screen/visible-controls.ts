/**
 * Text of a stranger on a terminal: the codes by which it could colour, clear or redefine what the user sees become visible
 * (`␛[2J`). Source: ECMA-48, 5.2 to 5.4 (C0, DEL, C1); Unicode's Control Pictures.
 */
import { StringDecoder } from 'node:string_decoder'
import { Transform, type Writable } from 'node:stream'

/** Tab and line feed stay, and a carriage return at the end of a line. */
export function visibleControls(text: string): string {
  return text.replaceAll(/[^\P{Cc}\t\r\n]|\r(?!\n)/gu, (control) => {
    const code = control.charCodeAt(0)
    if (code === 0x7f) return '\u2421'
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : `\\x${code.toString(16)}`
  })
}

/** A terminal gets text that is safe to look at; a file or another program gets the bytes as they are. */
export function outputFor(stream: Writable & { readonly isTTY?: boolean }): Writable {
  if (stream.isTTY !== true) return stream
  const decoder = new StringDecoder('utf8')
  let held = ''
  const safe = new Transform({
    transform(chunk: Buffer, _encoding, complete) {
      const text = held + decoder.write(chunk)
      // Only the next chunk tells whether it ends a line.
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
