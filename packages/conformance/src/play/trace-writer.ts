/** The lines of one trace as they come about, and the calls that still wait for their answers. */

export class TraceWriter {
  readonly #lines: string[] = []
  readonly #unanswered: Set<string> = new Set()
  readonly #sortsParts: boolean
  /** The number of lines at the end of the last part. */
  #partStart = 0
  #isOver = false
  /** Grows with each answer, so that `quiet` sees that one has come. */
  answers = 0

  /** With `sortsParts`, the lines of a part are sorted, because the system decides their order. */
  constructor({ sortsParts }: { readonly sortsParts: boolean }) {
    this.#sortsParts = sortsParts
  }

  line(text: string): void {
    if (!this.#isOver) this.#lines.push(text)
  }

  /** Remembers a call that waits for its answer. Calls that read the same are numbered. */
  expect(call: string): string {
    let label = call
    for (let copy = 2; this.#unanswered.has(label); copy += 1) label = `${call} (${copy})`
    this.#unanswered.add(label)
    return label
  }

  /** The call no longer waits. False when it did not wait: it had its answer before. */
  forget(label: string): boolean {
    return this.#unanswered.delete(label)
  }

  endPart(): void {
    if (this.#sortsParts) this.#lines.push(...this.#lines.splice(this.#partStart).sort())
    this.startPart()
  }

  /** Lines that have been written stay above the part. */
  startPart(): void {
    this.#partStart = this.#lines.length
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** The whole trace; what comes after this is not written any more. */
  finish(): string[] {
    for (const label of this.#unanswered) this.line(`${label} is never answered`)
    this.#isOver = true
    return this.#lines
  }
}
