/**
 * Every mutant. Mutants of streams name the cases for connected streams.
 */
import type { Backend } from '@chrome-socket/api/backend'
import { broadcastMutants } from './broadcast.ts'
import { connectMutants } from './connect.ts'
import { datagramMutants } from './datagram.ts'
import { groupMutants } from './groups.ts'
import { listenerMutants } from './listener.ts'
import type { Mutant } from './mutant.ts'
import { partMutants } from './parts.ts'
import { resolveMutants } from './resolve.ts'
import { streamBackpressureMutants } from './stream-backpressure.ts'
import { streamCloseMutants } from './stream-close.ts'
import { streamCompletionMutants } from './stream-completion.ts'
import { streamEndMutants } from './stream-end.ts'
import { streamReadMutants } from './stream-reads.ts'
import { streamWriteMutants } from './stream-writes.ts'

const streamMutants: readonly Mutant<Backend>[] = [
  ...streamCompletionMutants,
  ...streamCloseMutants,
  ...streamReadMutants,
  ...streamWriteMutants,
  ...streamEndMutants,
  ...streamBackpressureMutants,
]

export const backendMutants: readonly Mutant<Backend>[] = [
  ...streamMutants.map((mutant) => ({ ...mutant, fails: mutant.fails.map((each) => `connected stream: ${each}`) })),
  ...resolveMutants,
  ...connectMutants,
  ...listenerMutants,
  ...datagramMutants,
  ...groupMutants,
  ...broadcastMutants,
  ...partMutants,
]

export type { Mutant } from './mutant.ts'
export { tlsMutants } from './tls.ts'
