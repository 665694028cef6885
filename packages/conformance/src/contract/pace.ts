/** How large the heavy cases are, and how long a case waits. Every part has a default. */
export interface Pace {
  /** The share of the full size that the heavy cases move: 1 is 64 MiB and a million writes. */
  readonly scale?: number
  /** How long a case waits for something that must come, in milliseconds. 10,000 unless given. */
  readonly patience?: number
  /** After this time without it, something counts as not coming, in milliseconds. 50 unless given. */
  readonly quiet?: number
  /** The memory in use after a garbage collection, in bytes. Without it the growth of memory is not measured. */
  readonly memoryInUse?: () => number
}
