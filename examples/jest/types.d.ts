/** The types of Jest's globals that the example uses. This repository does not install Jest itself. */
declare function beforeAll(run: () => unknown): void
declare function afterAll(run: () => unknown): void
declare function test(name: string, run: () => unknown): void
declare function expect(value: unknown): { toBe(expected: unknown): void }
