/**
 * Decides which versions to offer for the versions that the app asks for.
 */
import type { TlsOptions, TlsVersion } from '@chrome-socket/api/backend'
import type { NegotiableVersion } from '../wire/versions.ts'

export interface LegacyRange {
  readonly min: 'tls1' | 'tls1.1'
  readonly max: 'tls1' | 'tls1.1'
  /** Whether the app excludes TLS 1.2 and later. */
  readonly excludesModern: boolean
}

export interface VersionRange {
  readonly minVersion: NegotiableVersion
  readonly maxVersion: NegotiableVersion
  /** The part of the range before TLS 1.2, if any. */
  readonly legacy: LegacyRange | undefined
}

const isLegacy = (version: TlsVersion | undefined): version is LegacyRange['min'] =>
  version === 'tls1' || version === 'tls1.1'

/**
 * Returns the range. As in Chromium, a minimum below TLS 1.2 is raised to TLS 1.2, and a maximum below it is ignored,
 * unless older versions are allowed. Undefined if the minimum is above the maximum.
 */
export function versionRange({ minVersion, maxVersion }: TlsOptions, allowLegacy: boolean): VersionRange | undefined {
  const excludesModern = allowLegacy && isLegacy(maxVersion)
  const legacy: LegacyRange | undefined =
    allowLegacy && (isLegacy(minVersion) || excludesModern)
      ? {
          min: isLegacy(minVersion) ? minVersion : 'tls1.1',
          max: isLegacy(maxVersion) ? maxVersion : 'tls1.1',
          excludesModern,
        }
      : undefined
  if (legacy !== undefined && (legacy.min > legacy.max || (excludesModern && !isLegacy(minVersion ?? 'tls1'))))
    return undefined
  const range: VersionRange = {
    minVersion: minVersion === 'tls1.3' ? 'tls1.3' : 'tls1.2',
    maxVersion: maxVersion === 'tls1.2' ? 'tls1.2' : 'tls1.3',
    legacy,
  }
  return range.minVersion <= range.maxVersion ? range : undefined
}
