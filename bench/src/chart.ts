import type { Comparison } from './compare.ts'
import type { Row } from './rows.ts'

export function chart(_rows: readonly Row[], _comparisons: readonly Comparison[]): string {
  return ''
}
