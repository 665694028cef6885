import { expect, it } from 'vitest'
import '../src/register.ts'

it('registers a backend, where api looks for one', () => {
  const registry = (globalThis as { [key: symbol]: unknown })[Symbol.for('@chrome-socket/api/registry')]
  expect(registry).toMatchObject({ backend: { name: 'memory' } })
})
