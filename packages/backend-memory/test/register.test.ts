import { expect, it } from 'vitest'
import '../src/register.ts'

it('registers a backend in the registry of the API', () => {
  const registry = (globalThis as { [key: symbol]: unknown })[Symbol.for('@chrome-socket/api/registry')]
  expect(registry).toMatchObject({ backend: { name: 'memory' } })
})
