/**
 * Writing DER (ITU-T X.690, sections 8.1 and 10.1): an element from its tag and its contents.
 */
import { concatenate } from './bytes.ts'
import { Uint8Array } from './globals.ts'

/** Writes the element with this tag and these contents, one after the other. */
export function encodeDer(tag: number, ...contents: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const content = concatenate(...contents)
  const length: number[] = []
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256)
  const header = content.length < 0x80 ? [tag, content.length] : [tag, 0x80 | length.length, ...length]
  return concatenate(Uint8Array.from(header), content)
}
