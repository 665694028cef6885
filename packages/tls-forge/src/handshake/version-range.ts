/**
 * Which versions to offer, from what the app asks for.
 */
import type { TlsOptions, TlsVersion } from '@chrome-socket/api/backend'
import type { NegotiableVersion } from '../wire/versions.ts'

export interface LegacyRange {
  readonly min: 'tls1' | 'tls1.1'
  readonly max: 'tls1' | 'tls1.1'
  /** Is nothing later wanted? */
  readonly alone: boolean
}

export interface VersionRange {
  readonly minVersion: NegotiableVersion
  readonly maxVersion: NegotiableVersion
  /** The part of the range before TLS 1.2; undefined when there is none. */
  readonly legacy: LegacyRange | undefined
}

const isLegacy = (version: TlsVersion | undefined): version is LegacyRange['min'] =>
  version === 'tls1' || version === 'tls1.1'

/**
 * As in Chromium: what is older than TLS 1.2 counts as TLS 1.2 for the least version, and not at all for the greatest;
 * unless older versions are allowed. Undefined where the least is above the greatest.
 */
export function versionRange({ minVersion, maxVersion }: TlsOptions, allowLegacy: boolean): VersionRange | undefined {
  const alone = allowLegacy && isLegacy(maxVersion)
  const legacy: LegacyRange | undefined =
    allowLegacy && (isLegacy(minVersion) || alone)
      ? { min: isLegacy(minVersion) ? minVersion : 'tls1.1', max: isLegacy(maxVersion) ? maxVersion : 'tls1.1', alone }
      : undefined
  if (legacy !== undefined && (legacy.min > legacy.max || (alone && !isLegacy(minVersion ?? 'tls1')))) return undefined
  const range: VersionRange = {
    minVersion: minVersion === 'tls1.3' ? 'tls1.3' : 'tls1.2',
    maxVersion: maxVersion === 'tls1.2' ? 'tls1.2' : 'tls1.3',
    legacy,
  }
  return range.minVersion <= range.maxVersion ? range : undefined
}
