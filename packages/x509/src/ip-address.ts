/**
 * Converts IP addresses between text and octets, of which there are 4 (RFC 791) or 16 (RFC 4291).
 */
import { Uint8Array, arrayFrom } from './globals.ts'

/** Parses an IP literal without brackets or zone. Undefined for any other text. */
export function parseIpAddress(text: string): Uint8Array | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text)
}

/** Parses four decimal numbers without leading zeros (RFC 3986, section 3.2.2). */
function parseIpv4(text: string): Uint8Array | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) {
    return undefined
  }
  return Uint8Array.from(parts, Number)
}

/** Parses the forms of RFC 4291, section 2.2. */
function parseIpv6(text: string): Uint8Array | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map((half, index) => groupsOf(half, index === halves.length - 1))
  if (head === undefined) return undefined
  if (halves.length === 1) return head.length === 16 ? Uint8Array.from(head) : undefined
  // A `::` stands for at least one group.
  if (tail === undefined || head.length + tail.length > 14) return undefined
  const octets = new Uint8Array(16)
  octets.set(head)
  octets.set(tail, 16 - tail.length)
  return octets
}

/** Returns the octets of groups with colons between them. Only the last group may be an IPv4 address. */
function groupsOf(text: string, isLast: boolean): number[] | undefined {
  if (text === '') return []
  const octets: number[] = []
  const groups = text.split(':')
  for (const [index, group] of groups.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(group)) {
      const value = Number.parseInt(group, 16)
      octets.push(value >> 8, value & 0xff)
    } else {
      const embedded = isLast && index === groups.length - 1 ? parseIpv4(group) : undefined
      if (embedded === undefined) return undefined
      octets.push(...embedded)
    }
  }
  return octets
}

/** Returns the canonical text: RFC 3986, section 3.2.2, for 4 octets, and RFC 5952, section 4, for 16. */
export function formatIpAddress(octets: Uint8Array): string {
  if (octets.length === 4) return octets.join('.')
  const groups = arrayFrom({ length: 8 }, (_, index) => {
    return (((octets[index * 2] ?? 0) << 8) | (octets[index * 2 + 1] ?? 0)).toString(16)
  })
  const text = groups.join(':')
  // `::` replaces the longest run of at least two zero groups, and the first of several such runs.
  let longest = ''
  for (const [run] of text.matchAll(/\b0(:0\b)+/g)) if (run.length > longest.length) longest = run
  if (longest === '') return text
  const start = text.search(new RegExp(`\\b${longest}\\b`))
  return `${text.slice(0, start).replace(/:$/, '')}::${text.slice(start + longest.length).replace(/^:/, '')}`
}
