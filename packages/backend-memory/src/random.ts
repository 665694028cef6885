/**
 * A seeded generator of numbers, so that a network's losses and delays are the same in every run.
 * Mulberry32 (Tommy Ettinger, public domain): 32 bits of state are plenty here, and every runtime computes it alike.
 */

/** Gives numbers in 0 ≤ x < 1, the same ones for the same `seed` (an integer). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
