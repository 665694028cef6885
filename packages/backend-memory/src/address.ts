/**
 * IP addresses: reading literals, writing the canonical form, and what kind an address is.
 * IPv4: RFC 6943 section 3.1.1 (the strict form of inet_pton), RFC 1122. IPv6: RFC 4291 section 2.2, RFC 5952 section 4.
 */

/** An address that has been read; two are the same when their `text` is. */
export interface IpAddress {
  readonly family: 4 | 6
  /** The canonical literal: `127.0.0.1`, `::1`, `::ffff:192.0.2.1`. */
  readonly text: string
  /** 4 or 16 numbers in 0..255. */
  readonly bytes: readonly number[]
}

/** Reads an IP literal; undefined for anything else, names and zones among them. */
export function parseAddress(literal: string): IpAddress | undefined {
  const bytes = literal.includes(':') ? parseIpv6(literal) : parseIpv4(literal)
  if (bytes === undefined) return undefined
  return { family: bytes.length === 4 ? 4 : 6, text: format(bytes), bytes }
}

/** For literals in this package's own source. */
export function address(literal: string): IpAddress {
  const parsed = parseAddress(literal)
  if (parsed === undefined) throw new TypeError(`Not an IP literal: ${literal}`)
  return parsed
}

function parseIpv4(text: string): number[] | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  const bytes: number[] = []
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined
    bytes.push(Number(part))
  }
  return bytes
}

function parseIpv6(text: string): number[] | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map((half, index) => parseGroups(half, index === halves.length - 1))
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined
  if (tail === undefined) return head.length === 16 ? head : undefined
  // "::" stands for at least one group of zeros.
  const missing = 16 - head.length - tail.length
  return missing < 2 ? undefined : [...head, ...Array<number>(missing).fill(0), ...tail]
}

/** Groups of up to four hexadecimal digits; the last may be an IPv4 address. */
function parseGroups(text: string, last: boolean): number[] | undefined {
  if (text === '') return []
  const groups = text.split(':')
  const bytes: number[] = []
  for (const [index, group] of groups.entries()) {
    if (group.includes('.')) {
      const embedded = last && index === groups.length - 1 ? parseIpv4(group) : undefined
      if (embedded === undefined) return undefined
      bytes.push(...embedded)
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined
      const value = Number.parseInt(group, 16)
      bytes.push(value >> 8, value & 0xff)
    }
  }
  return bytes.length > 16 ? undefined : bytes
}

function format(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join('.')
  if (isMappedBytes(bytes)) return `::ffff:${bytes.slice(12).join('.')}`
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)).toString(16),
  )
  const { start, length } = longestZeros(groups)
  if (length < 2) return groups.join(':')
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`
}

/** The first of the longest runs of zero groups, which "::" replaces (RFC 5952 section 4.2.3). */
function longestZeros(groups: readonly string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  let start = 0
  for (const [index, group] of groups.entries()) {
    if (group !== '0') start = index + 1
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start }
  }
  return best
}

function isMappedBytes(bytes: readonly number[]): boolean {
  return bytes.length === 16 && bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255
}

/** An IPv4 address as an IPv6 socket shows it (RFC 4291 section 2.5.5.2); an IPv6 one as it is. */
export function toIpv6({ family, bytes, text }: IpAddress): IpAddress {
  const mapped = family === 6 ? bytes : [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, ...bytes]
  return { family: 6, bytes: mapped, text: family === 6 ? text : format(mapped) }
}

/** The IPv4 address that an IPv4-mapped one stands for; any other as it is. */
export function unmapped(address: IpAddress): IpAddress {
  if (!isMappedBytes(address.bytes)) return address
  const bytes = address.bytes.slice(12)
  return { family: 4, bytes, text: format(bytes) }
}

export function isUnspecified({ bytes }: IpAddress): boolean {
  return bytes.every((byte) => byte === 0)
}

export function isLoopback({ family, bytes, text }: IpAddress): boolean {
  return family === 4 ? bytes[0] === 127 : text === '::1'
}

export function isMulticast({ family, bytes }: IpAddress): boolean {
  return family === 4 ? ((bytes[0] ?? 0) & 0xf0) === 0xe0 : bytes[0] === 0xff
}

export function isBroadcast({ text }: IpAddress): boolean {
  return text === '255.255.255.255'
}

/** Whether two addresses share their first `prefixLength` bits. */
export function samePrefix(a: IpAddress, b: IpAddress, prefixLength: number): boolean {
  if (a.family !== b.family) return false
  return a.bytes.every((byte, index) => {
    const bits = Math.min(8, Math.max(0, prefixLength - 8 * index))
    return ((byte ^ (b.bytes[index] ?? 0)) & (0xff00 >> bits) & 0xff) === 0
  })
}
