/**
 * Chains with certificate policies of all kinds. Chromium's verdict on each is in `chromium-verdicts.ts`.
 */
import { Oid } from '@chrome-socket/x509'
import { extension, authority, server, serverKey } from '@chrome-socket/x509/issuing'
import { type Der, sequence, boolean, implicit, integer, oid } from '@chrome-socket/x509/issuing'
import {
  type CertificateCase,
  direct,
  viaIntermediate,
  withExtension,
  withAuthorityExtension,
  newName,
} from './certificate-case.ts'

export const casesOfPolicies: Readonly<Record<string, () => CertificateCase>> = {
  'policy required, and none there': () => viaIntermediate({ more: [policyConstraints(0)] }),
  'policy required, and there': () => {
    const policies = extension(Oid.certificatePolicies, sequence(sequence(oid('1.3.6.1.4.1.32473.2'))))
    return viaIntermediate({ more: [policyConstraints(0), policies] }, { more: [policies] })
  },
  inhibitAnyPolicy: () => {
    const any = extension(Oid.certificatePolicies, sequence(sequence(oid(Oid.anyPolicy))))
    const inhibit = extension(Oid.inhibitAnyPolicy, integer(0), true)
    return viaIntermediate({ more: [policyConstraints(0), inhibit, any] }, { more: [any] })
  },
  'critical policies with an unknown qualifier': () => {
    const qualifier = sequence(oid('1.3.6.1.4.1.32473.3'), boolean(true))
    const policy = sequence(oid('1.3.6.1.4.1.32473.2'), sequence(qualifier))
    return direct({ more: [extension(Oid.certificatePolicies, sequence(policy), true)] })
  },
  'any policy with an unknown qualifier': () => {
    const qualifier = sequence(oid('1.3.6.1.4.1.32473.3'), boolean(true))
    return withExtension(Oid.certificatePolicies, sequence(sequence(oid(Oid.anyPolicy), sequence(qualifier))))
  },
  'a policy twice': () => {
    const policy = sequence(oid('1.3.6.1.4.1.32473.2'))
    return withExtension(Oid.certificatePolicies, sequence(policy, policy))
  },
  'policies without any': () => withExtension(Oid.certificatePolicies, sequence()),
  'policy constraints without any': () => withAuthorityExtension(Oid.policyConstraints, sequence(), true),
  'policies mapped': () => mappedPolicies(implicit(0, Uint8Array.of(0))),
  'policies mapped where that is inhibited': () =>
    mappedPolicies(implicit(0, Uint8Array.of(0)), implicit(1, Uint8Array.of(0))),
  'policies mapped to any': () =>
    viaIntermediate({
      more: [extension(Oid.policyMappings, sequence(sequence(oid(policyOne), oid(Oid.anyPolicy))), true)],
    }),
  'policy required by the leaf itself': () => direct({ more: [policyConstraints(0)] }),
  'policy required by the root': () => direct({}, { more: [policyConstraints(0)] }),
  'policy required one certificate later': () => viaIntermediate({ more: [policyConstraints(1)] }),
  'policy required by the root, and another policy': () =>
    viaIntermediate({ more: [policiesOf(policyOne), policyConstraints(0)] }, { more: [policiesOf(policyTwo)] }),
}

const policyOne = '1.3.6.1.4.1.32473.2.1'

const policyTwo = '1.3.6.1.4.1.32473.2.2'

function policiesOf(...policies: readonly string[]): Der {
  return extension(Oid.certificatePolicies, sequence(...policies.map((policy) => sequence(oid(policy)))))
}

/** A root that requires a policy, an intermediate that maps `policyOne` to `policyTwo`, and a leaf with `policyTwo`. */
function mappedPolicies(...constraints: readonly Der[]): CertificateCase {
  const root = authority(newName('Root'), {
    more: [extension(Oid.policyConstraints, sequence(...constraints), true)],
  })
  const mappings = extension(Oid.policyMappings, sequence(sequence(oid(policyOne), oid(policyTwo))), true)
  const intermediate = authority(newName('Intermediate'), { parent: root, more: [policiesOf(policyOne), mappings] })
  const leaf = server(intermediate, { more: [policiesOf(policyTwo)] })
  return { chain: [leaf, intermediate.certificate], key: serverKey(), anchors: [root.certificate] }
}

function policyConstraints(requireExplicitPolicy: number): Der {
  return extension(Oid.policyConstraints, sequence(implicit(0, Uint8Array.of(requireExplicitPolicy))), true)
}
