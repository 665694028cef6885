/**
 * Reads pins, the SHA-256 hashes of SubjectPublicKeyInfos in base64 (RFC 7469, section 2.4).
 */
import { Set } from './globals.ts'

/**
 * Checks pins, and returns the set of them for `checkServer`.
 * @param pins SHA-256 of SubjectPublicKeyInfos in base64, 44 characters each; at least one
 * @throws TypeError: the list is empty, or a pin has another notation, which would match no key.
 * @example
 * import { parsePins } from '@chrome-socket/x509'
 *
 * const pins = parsePins(['47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='])
 */
export function parsePins(pins: readonly string[]): ReadonlySet<string> {
  if (!Array.isArray(pins)) throw new TypeError('`pinnedKeys` has to be a list')
  if (pins.length === 0) throw new TypeError('`pinnedKeys` is empty: no server would be accepted')
  for (const [index, pin] of pins.entries()) {
    // 32 octets are 43 digits and a `=`. The last digit holds four bits.
    if (typeof pin === 'string' && /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(pin)) continue
    throw new TypeError(
      `\`pinnedKeys[${index}]\` ${notationOf(pin)}: give the SHA-256 of a SubjectPublicKeyInfo in base64, 44 characters with the = at the end`,
    )
  }
  return new Set(pins)
}

function notationOf(pin: unknown): string {
  if (typeof pin !== 'string') return 'is not text'
  if (/^(?:[0-9a-f]{2}:?){32}$/i.test(pin)) return 'is hexadecimal'
  if (/^(?:pin-)?sha256\W/i.test(pin)) return 'has a prefix'
  if (/^[A-Za-z0-9_-]{43}=?$/.test(pin)) return /[_-]/.test(pin) ? 'is base64url' : 'is without its ='
  return 'is not a SHA-256 hash in base64'
}
