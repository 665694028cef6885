/**
 * The numbers of extensions, and the reader of a block of extensions.
 * Sources: RFC 8446, section 4.2; the IANA registry "TLS ExtensionType Values".
 */
import { Map, Set } from '../bytes/globals.ts'
import { TlsFault } from './fault.ts'
import { Reader } from './reader.ts'
import type { Writer } from './writer.ts'

export const extensionType = {
  server_name: 0,
  supported_groups: 10,
  ec_point_formats: 11,
  signature_algorithms: 13,
  alpn: 16,
  encrypt_then_mac: 22,
  extended_master_secret: 23,
  session_ticket: 35,
  pre_shared_key: 41,
  early_data: 42,
  supported_versions: 43,
  cookie: 44,
  psk_key_exchange_modes: 45,
  certificate_authorities: 47,
  signature_algorithms_cert: 50,
  key_share: 51,
  renegotiation_info: 0xff01,
} as const

export type ExtensionName = keyof typeof extensionType

const nameByType: ReadonlyMap<number, ExtensionName> = new Map(
  Object.entries(extensionType).map(([name, type]) => [type, name as ExtensionName]),
)

/** The extensions of a block, by name. */
export type Extensions = ReadonlyMap<ExtensionName, Uint8Array>

export interface ExtensionRules {
  /** The extensions that the client offered. Undefined if the peer may send any extension. */
  readonly solicited: ReadonlySet<ExtensionName> | undefined
  /** The extensions that may be in this message. */
  readonly allowed: ReadonlySet<ExtensionName>
  /** The known extensions that this message must not have, where the peer may send any extension. */
  readonly refused?: ReadonlySet<ExtensionName>
  /**
   * The alert for an extension that occurs twice. RFC 8446 names no alert, and BoringSSL's differs between messages.
   */
  readonly duplicate: 'illegal_parameter' | 'decode_error'
}

/**
 * Reads a block of extensions, without its length. An extension that was not asked for is an `unsupported_extension`.
 * An extension that belongs in another message is an `illegal_parameter` (RFC 8446, section 4.2).
 */
export function readExtensions(block: Uint8Array, rules: ExtensionRules): Extensions {
  const found = new Map<ExtensionName, Uint8Array>()
  for (const [type, data] of readList(block, rules)) {
    const name = nameByType.get(type)
    if (rules.solicited !== undefined && (name === undefined || !rules.solicited.has(name))) {
      throw new TlsFault('unsupported_extension', `extension ${type} was not asked for`)
    }
    if (name === undefined) continue
    if (rules.allowed.has(name)) found.set(name, data)
    else if (rules.solicited !== undefined || rules.refused?.has(name)) {
      throw new TlsFault('illegal_parameter', `extension ${name} is in the wrong message`)
    }
  }
  return found
}

/**
 * Reads the numbers and contents. As in BoringSSL, an extension that occurs twice is reported before an extension
 * that was not asked for.
 */
function readList(block: Uint8Array, { solicited, allowed, duplicate }: ExtensionRules): [number, Uint8Array][] {
  const reader = new Reader(block)
  const list: [number, Uint8Array][] = []
  const types = new Set<number>()
  while (reader.remaining > 0) {
    const type = reader.u16()
    const name = nameByType.get(type)
    const ignored = solicited === undefined && (name === undefined || !allowed.has(name))
    if (types.has(type) && !ignored) throw new TlsFault(duplicate, `extension ${type} comes twice`)
    types.add(type)
    list.push([type, reader.vector(2)])
  }
  return list
}

/** Returns all known extensions except `names`, for the `refused` of a message. */
export function knownExtensionsBut(...names: readonly ExtensionName[]): ReadonlySet<ExtensionName> {
  const known = new Set(nameByType.values())
  for (const name of names) known.delete(name)
  return known
}

export function writeExtension(writer: Writer, name: ExtensionName, data: Uint8Array | (() => void)): void {
  writer.u16(extensionType[name]).vector(2, data)
}
