/** The lines of one trace, in the order in which they are written, and the calls that wait for their answers. */

export class TraceWriter {
  readonly #lines: string[] = []
  readonly #unanswered: Set<string> = new Set()
  readonly #sortsParts: boolean
  /** The number of lines at the end of the last part. */
  #partStart = 0
  #isOver = false
  /** A count that grows with each answer, so that `quiet` notices an answer. */
  answers = 0

  /** With `sortsParts`, the lines of a part are sorted, because the system decides their order. */
  constructor({ sortsParts }: { readonly sortsParts: boolean }) {
    this.#sortsParts = sortsParts
  }

  line(text: string): void {
    if (!this.#isOver) this.#lines.push(text)
  }

  /** Remembers a call that waits for its answer. Calls with the same text are numbered. */
  expect(call: string): string {
    let label = call
    for (let copy = 2; this.#unanswered.has(label); copy += 1) label = `${call} (${copy})`
    this.#unanswered.add(label)
    return label
  }

  /** Removes a call that was answered. Returns false if the call had its answer before. */
  forget(label: string): boolean {
    return this.#unanswered.delete(label)
  }

  endPart(): void {
    if (this.#sortsParts) this.#lines.push(...this.#lines.splice(this.#partStart).sort())
    this.startPart()
  }

  /** Earlier lines stay above the part. */
  startPart(): void {
    this.#partStart = this.#lines.length
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** Ends the trace and returns it. Later lines are dropped. */
  finish(): string[] {
    for (const label of this.#unanswered) this.line(`${label} is never answered`)
    this.#isOver = true
    return this.#lines
  }
}
