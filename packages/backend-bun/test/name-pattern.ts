/** Provides the pattern of vitest's `-t` to the tests. It is a global setup of vitest, and in-bun.test.ts passes the pattern on. */
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The source of the pattern. Empty without `-t`. */
    readonly namePattern: string
  }
}

export default function provideNamePattern({ config, provide }: TestProject): void {
  provide('namePattern', config.testNamePattern?.source ?? '')
}
