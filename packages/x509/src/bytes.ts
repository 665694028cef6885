/**
 * Compares, prints, decodes and joins octets. The comparison is not constant-time, because it compares no secrets.
 */
import { Uint8Array, atob } from './globals.ts'

export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false
  for (let index = 0; index < left.length; index += 1) {
    if (left[index] !== right[index]) return false
  }
  return true
}

export function hex(bytes: Uint8Array): string {
  let text = ''
  for (const octet of bytes) text += octet.toString(16).padStart(2, '0')
  return text
}

/** Returns undefined if the text is not base64. */
export function decodeBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}

export function concatenate(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let length = 0
  for (const part of parts) length += part.length
  const all = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
