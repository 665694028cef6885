import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const source = { conditions: ['@chrome-socket/source'] }

export default defineConfig({
  resolve: source,
  ssr: { resolve: source },
  test: {
    include: [
      'packages/*/test/**/*.test.ts',
      'apps/*/test/**/*.test.ts',
      'bench/test/**/*.test.ts',
      'tools/test/**/*.test.mjs',
      'examples/test/**/*.test.mjs',
      'examples/net-backend/*.test.js',
    ],
    setupFiles: ['./packages/api/test/checked-queue.ts'],
    testTimeout: 20_000,
    // vitest leaves one core idle. Most tests wait for sockets, so two files at a time take half as long even on two cores.
    maxWorkers: Math.max(2, availableParallelism()),
  },
})
