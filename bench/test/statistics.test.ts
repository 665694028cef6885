/** The expectations of quantile come from R: quantile(c(3, 1, 2, 10), type = 7). */
import { describe, expect, it } from 'vitest'
import { quantile, shuffled, spread } from '../src/statistics.ts'

describe('quantile', () => {
  it('gives the same values as R with type 7', () => {
    const values = [3, 1, 2, 10]
    expect([0, 0.25, 0.5, 0.75, 1].map((fraction) => quantile(values, fraction))).toEqual([1, 1.75, 2.5, 4.75, 10])
  })
})

describe('spread', () => {
  it('is undefined for no values, and the value itself for one value', () => {
    expect(spread([])).toBeUndefined()
    expect(spread([7])).toEqual({ lower: 7, median: 7, upper: 7 })
  })
})

describe('shuffled', () => {
  it('keeps every item and does not change the list', () => {
    const items = [1, 2, 3, 4, 5]
    expect(shuffled(items).sort()).toEqual(items)
    expect(items).toEqual([1, 2, 3, 4, 5])
  })

  it('takes each place with the same probability', () => {
    const draws = [0.99, 0.5, 0]
    expect(shuffled(['a', 'b', 'c', 'd'], () => draws.shift() ?? 0)).toEqual(['c', 'a', 'b', 'd'])
  })
})
