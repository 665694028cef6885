/**
 * All chains that Chromium was asked about.
 */
import { scenariosOfEncoding } from './scenarios-of-encoding.ts'
import { scenariosOfLaxChecks } from './scenarios-of-lax-checks.ts'
import { scenariosOfNames } from './scenarios-of-names.ts'
import { scenariosOfPaths } from './scenarios-of-paths.ts'
import { scenariosOfPolicies } from './scenarios-of-policies.ts'
import type { Scenario } from './scenario.ts'

export const scenarios: Readonly<Record<string, () => Scenario>> = {
  ...scenariosOfPaths,
  ...scenariosOfNames,
  ...scenariosOfPolicies,
  ...scenariosOfEncoding,
  ...scenariosOfLaxChecks,
}
