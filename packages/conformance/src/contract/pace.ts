/** The size of the heavy cases, and the times of waiting. Every part has a default. */
export interface Pace {
  /** The share of the full size that the heavy cases move: 1 is 64 MiB and a million writes. */
  readonly scale?: number
  /** The time in milliseconds that a case waits for something that must come. The default is 10,000. */
  readonly patience?: number
  /** The time in milliseconds after which something counts as not coming. The default is 50. */
  readonly quiet?: number
  /**
   * Measures the memory in use after a garbage collection, in bytes. Without it, no case measures the growth of memory.
   */
  readonly memoryInUse?: () => number
}
