import { type BackendSubject, backendParts } from './backend-subject.ts'
import type { ContractSuite } from './contract-case.ts'
import { datagramBroadcastCases } from './datagram-broadcast.ts'
import { datagramBytesCases } from './datagram-bytes.ts'
import { datagramCloseCases } from './datagram-close.ts'
import { datagramCompletionCases } from './datagram-completion.ts'
import { datagramErrorCases } from './datagram-errors.ts'
import { datagramExchangeCases } from './datagram-exchange.ts'
import { datagramGroupCases } from './datagram-groups.ts'

/** The rules for every `DatagramSocket`. */
export const datagramSuite: ContractSuite<BackendSubject> = {
  name: 'datagram socket',
  parts: backendParts,
  cases: [
    ...datagramCompletionCases,
    ...datagramCloseCases,
    ...datagramExchangeCases,
    ...datagramBytesCases,
    ...datagramErrorCases,
    ...datagramGroupCases,
    ...datagramBroadcastCases,
  ],
}
