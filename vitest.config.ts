import { defineConfig } from 'vitest/config'

const source = { conditions: ['@chrome-socket/source'] }

export default defineConfig({
  resolve: source,
  ssr: { resolve: source },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'apps/*/test/**/*.test.ts', 'bench/test/**/*.test.ts'],
    setupFiles: ['./packages/api/test/checked-queue.ts'],
    testTimeout: 20_000,
    // Real sockets on a shared machine: what fails there once for want of time must fail again to count.
    retry: process.env['CI'] === undefined ? 0 : 1,
  },
})
