/**
 * All chains that Chromium was asked about.
 */
import { casesOfEncoding } from './cases-of-encoding.ts'
import { casesOfLaxChecks } from './cases-of-lax-checks.ts'
import { casesOfNames } from './cases-of-names.ts'
import { casesOfOpaqueParts } from './cases-of-opaque-parts.ts'
import { casesOfPaths } from './cases-of-paths.ts'
import { casesOfPolicies } from './cases-of-policies.ts'
import type { CertificateCase } from './certificate-case.ts'

/** Every certificate case by its name. Each function makes its chain anew. */
export const certificateCases: Readonly<Record<string, () => CertificateCase>> = {
  ...casesOfPaths,
  ...casesOfNames,
  ...casesOfPolicies,
  ...casesOfEncoding,
  ...casesOfLaxChecks,
  ...casesOfOpaqueParts,
}
