import type { ContractSuite } from './contract-case.ts'
import { streamBytesCases } from './stream-bytes.ts'
import { streamCloseCases } from './stream-close.ts'
import { streamCompletionCases } from './stream-completion.ts'
import { streamEndCases } from './stream-end.ts'
import { type StreamSubject, streamParts } from './stream-subject.ts'
import { streamVolumeCases } from './stream-volume.ts'

/** The rules for every `ByteStream`, over any transport. */
export const streamSuite: ContractSuite<StreamSubject> = {
  name: 'byte stream',
  parts: streamParts,
  cases: [...streamCompletionCases, ...streamCloseCases, ...streamBytesCases, ...streamEndCases, ...streamVolumeCases],
}
