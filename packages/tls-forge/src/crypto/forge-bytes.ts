/** Converts between byte arrays and forge's byte strings, which have one character for each byte. */
import { Uint8Array } from '../bytes/globals.ts'
import forge from 'node-forge'

/** Forge's encoder takes all bytes as arguments of one call, and an engine's stack ends between 60,000 and 130,000 of them. */
const maxEncoded = 16_384

export function toBinary(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += maxEncoded) {
    text += forge.util.binary.raw.encode(bytes.subarray(at, at + maxEncoded))
  }
  return text
}

export function toBytes(binary: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(binary.length)
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index)
  return bytes
}
