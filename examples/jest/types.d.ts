/** Jest's globals, as much as the example uses: Jest itself is not installed by this repository. */
declare function beforeAll(run: () => unknown): void
declare function afterAll(run: () => unknown): void
declare function test(name: string, run: () => unknown): void
declare function expect(value: unknown): { toBe(expected: unknown): void }
