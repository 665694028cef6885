/**
 * The conditions of a network: what it does to the segments and datagrams that it carries. All chance comes from one seeded
 * generator, so that a test that failed once fails again.
 */

/** They hold for every path, also for the path from a host to itself. */
export interface Conditions {
  /** One way, in milliseconds: a constant, or drawn for each segment and datagram between two bounds. 0 by default. */
  latency: number | readonly [least: number, most: number]
  /** The share of datagrams that never arrive, 0..1. 0 by default. Streams retransmit, so they lose nothing. */
  loss: number
  /** The share of datagrams that are held back by `reorderDelay`, so that later ones overtake them, 0..1. 0 by default. */
  reordering: number
  /** In milliseconds. 10 by default. */
  reorderDelay: number
}

/** Gives numbers in 0 ≤ x < 1. */
export type Random = () => number

/**
 * Gives the same numbers for the same `seed`, an integer.
 * Mulberry32 (Tommy Ettinger, public domain): it has 32 bits of state, and every runtime computes it alike.
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

/** In milliseconds. */
export function drawLatency({ latency }: Conditions, random: Random): number {
  if (typeof latency === 'number') return latency
  const [least, most] = latency
  return least + (most - least) * random()
}

/** Whether a datagram is lost. */
export function drawLoss({ loss }: Conditions, random: Random): boolean {
  return loss > 0 && random() < loss
}

/** In milliseconds: for how long a datagram is held back. */
export function drawReorderDelay({ reordering, reorderDelay }: Conditions, random: Random): number {
  return reordering > 0 && random() < reordering ? reorderDelay : 0
}
