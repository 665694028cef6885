import { type BackendSubject, backendParts } from './backend-subject.ts'
import type { ContractSuite } from './contract-case.ts'
import { listenerAcceptCases } from './listener-accept.ts'
import { listenerCloseCases } from './listener-close.ts'
import { listenerCompletionCases } from './listener-completion.ts'

/** The rules for every `TcpListener`. */
export const listenerSuite: ContractSuite<BackendSubject> = {
  name: 'listener',
  parts: backendParts,
  cases: [...listenerCompletionCases, ...listenerAcceptCases, ...listenerCloseCases],
}
