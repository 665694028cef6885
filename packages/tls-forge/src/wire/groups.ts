/**
 * The groups of a key exchange. Source: RFC 8446, section 4.2.7.
 */
import type { GroupName } from '../crypto/provider.ts'

export const groupIds: Readonly<Record<GroupName, number>> = { x25519: 0x001d, secp256r1: 0x0017, secp384r1: 0x0018 }

/** The groups in Chromium's order of preference. */
export const defaultGroups: readonly GroupName[] = ['x25519', 'secp256r1', 'secp384r1']

export function groupById(id: number): GroupName | undefined {
  return defaultGroups.find((name) => groupIds[name] === id)
}
