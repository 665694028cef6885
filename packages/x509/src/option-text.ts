/**
 * Reads the options `ca`, `cert` and `key` as text. An error names the option and says what is wrong with it.
 */
import { Uint8Array, TextDecoder } from './globals.ts'

/** PEM, as text or as the bytes of a file. */
export type PemSource = string | Uint8Array

/**
 * Returns PEM text. Throws a TypeError that says why the value is not PEM. The caller checks the contents of the PEM.
 */
export function optionText(option: string, source: PemSource): string {
  const text = typeof source === 'string' ? source : textOf(option, source)
  const withoutMark = text.replace(/^\uFEFF/, '')
  if (withoutMark.includes('-----BEGIN ')) return withoutMark
  throw new TypeError(`\`${option}\` ${mistakeIn(withoutMark)}`)
}

/** Whether the option is DER. DER begins with the tag of a SEQUENCE, and PEM never does. */
export function isDer(source: unknown): source is Uint8Array {
  return source instanceof Uint8Array && source[0] === 0x30 && (source[1] ?? 0) >= 0x20
}

function textOf(option: string, source: unknown): string {
  if (!(source instanceof Uint8Array)) throw new TypeError(`\`${option}\` has to be text or bytes`)
  if (isDer(source)) throw new TypeError(`\`${option}\` is DER: give it as PEM`)
  return new TextDecoder().decode(source)
}

function mistakeIn(text: string): string {
  if (text.trim() === '') return 'is empty'
  // UTF-16 has a NUL beside each ASCII letter. Its byte order mark decodes to a replacement character.
  if (text.includes('\0') || text.startsWith('\uFFFD'))
    return 'is not UTF-8, perhaps UTF-16: PEM has to be ASCII or UTF-8'
  if (/^[^\r\n]{1,1024}$/.test(text.trim()) && /^(\.{0,2}[/\\~]|[A-Za-z]:[/\\]|file:)|\.\w{2,4}$/.test(text.trim())) {
    return 'is a path: give the content of the file'
  }
  return 'contains no PEM'
}
