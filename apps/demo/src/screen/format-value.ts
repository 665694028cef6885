/**
 * Arguments and results as a reader of the screen wants them: JavaScript, except that bytes are shown
 * as what they say: ‹hello›, or ‹de ad be ef› when that is no text.
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

/** Objects get a line each. */
function formatArray(values: readonly unknown[]): string {
  const isLong = values.length > 1 && Object(values[0]) === values[0]
  return `[${values.map(formatValue).join(isLong ? ',\n ' : ', ')}]`
}

function formatBytes(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes)
  // Neither controls, nor what UTF-8 could not be read as.
  const isText = !/[^\P{Cc}\t\r\n]|\ufffd/u.test(text)
  const shown = isText ? text.replaceAll('\r', '\\r').replaceAll('\n', '\\n') : hexadecimal(bytes.subarray(0, longest))
  return shown.length <= longest ? `‹${shown}›` : `‹${shown.slice(0, longest)}…› ${bytes.length} bytes`
}

function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}
