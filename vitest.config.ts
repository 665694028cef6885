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
    globalSetup: ['./packages/backend-bun/test/name-pattern.ts'],
    setupFiles: ['./packages/api/test/checked-queue.ts'],
    // These limits end what hangs. They are long, because a machine with other work takes ten times as long as an idle one.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    // Most tests wait for sockets, so one file more than there are cores. By default vitest runs one file less.
    maxWorkers: availableParallelism() + 1,
  },
})
