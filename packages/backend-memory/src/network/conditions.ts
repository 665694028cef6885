/**
 * The conditions of a network: latency, loss and reordering. All random numbers come from one seeded generator, so a test
 * that failed once fails again.
 */

/** The conditions of a network. They apply to every path, also to the path from a host to itself. */
export interface Conditions {
  /**
   * The latency in one direction, in milliseconds. Two numbers are the bounds of a random latency for each segment and
   * datagram. The default is 0.
   */
  latency: number | readonly [least: number, most: number]
  /**
   * The share of datagrams that are lost, from 0 to 1. Streams lose nothing, because TCP retransmits. The default is 0.
   */
  loss: number
  /**
   * The share of datagrams that are delayed by `reorderDelay`, so that later datagrams overtake them, from 0 to 1. The
   * default is 0.
   */
  reordering: number
  /** The extra delay of reordered datagrams, in milliseconds. The default is 10. */
  reorderDelay: number
}

/** A generator of numbers in 0 ≤ x < 1. */
export type Random = () => number

/**
 * Makes a generator that gives the same numbers for the same `seed`, an integer.
 * The algorithm is Mulberry32 (Tommy Ettinger, public domain). It has 32 bits of state, and every runtime computes the same.
 */
export function seededRandom(seed: number): Random {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Draws the latency of a segment or datagram, in milliseconds. */
export function drawLatency({ latency }: Conditions, random: Random): number {
  if (typeof latency === 'number') return latency
  const [least, most] = latency
  return least + (most - least) * random()
}

/** Draws whether a datagram is lost. */
export function drawLoss({ loss }: Conditions, random: Random): boolean {
  return loss > 0 && random() < loss
}

/** Draws the extra delay of a datagram, in milliseconds. */
export function drawReorderDelay({ reordering, reorderDelay }: Conditions, random: Random): number {
  return reordering > 0 && random() < reordering ? reorderDelay : 0
}
