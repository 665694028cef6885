export { type Clock, ManualClock, systemClock } from './clock.ts'
export type { Operation } from './faults.ts'
export {
  type MemoryBackend,
  type MemoryBackendOptions,
  type MemoryListeningSocket,
  memoryBackend,
} from './memory-backend.ts'
export { type Conditions, MemoryNetwork, type MemoryNetworkOptions } from './memory-network.ts'
export type { MemoryStream } from './tcp.ts'
