/**
 * Formats arguments and results for the screen as JavaScript. Bytes are shown as their text, ‹hello›, or in hexadecimal,
 * ‹de ad be ef›, if they are not text.
 */
const longest = 24

export function formatValue(value: unknown): string {
  if (value instanceof ArrayBuffer) return formatBytes(new Uint8Array(value))
  if (ArrayBuffer.isView(value)) return formatBytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
  if (typeof value === 'string') return `'${value}'`
  if (Array.isArray(value)) return formatArray(value)
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, member]) => `${name}: ${formatValue(member)}`)
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
  }
  return String(value)
}

/** Formats an array. Each object gets its own line. */
function formatArray(values: readonly unknown[]): string {
  const isLong = values.length > 1 && Object(values[0]) === values[0]
  return `[${values.map(formatValue).join(isLong ? ',\n ' : ', ')}]`
}

function formatBytes(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes)
  // Text has no control characters and no U+FFFD, which stands for invalid UTF-8.
  const isText = !/[^\P{Cc}\t\r\n]|\ufffd/u.test(text)
  const shown = isText ? text.replaceAll('\r', '\\r').replaceAll('\n', '\\n') : hexadecimal(bytes.subarray(0, longest))
  return shown.length <= longest ? `‹${shown}›` : `‹${shown.slice(0, longest)}…› ${bytes.length} bytes`
}

function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}
