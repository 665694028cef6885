/** Edits of a source text. They are collected by position, and keep the lines where they are. */
import { tokenizer } from 'acorn'

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

export class SourceEdits {
  readonly source: string
  #edits: Edit[] = []
  readonly #statements = new Set<number>()

  constructor(source: string) {
    this.source = source
  }

  replace(start: number, end: number, text: string): void {
    this.#edits.push({ start, end, text })
  }

  /** Inserts text behind the earlier insertions at this position. */
  insert(at: number, text: string): void {
    this.replace(at, at, text)
  }

  /** Replaces a part with the edits behind its start. The text gets at least as many lines as the part had. */
  replaceWhole(start: number, end: number, text: string): void {
    this.#edits = this.#edits.filter((edit) => edit.start <= start || edit.start >= end)
    const missing = linesOf(this.source.slice(start, end)) - linesOf(text)
    this.replace(start, end, text + '\n'.repeat(Math.max(0, missing)))
  }

  remove(start: number, end: number): void {
    this.replaceWhole(start, end, ';')
  }

  /**
   * Adds the positions of statements in a list. One that begins with a parenthesis after the edits gets a `;` before it,
   * because the line above may end without one.
   */
  addStatements(positions: readonly number[]): void {
    for (const each of positions) this.#statements.add(each)
  }

  /** The edited text of a part. */
  taken(start: number, end: number): string {
    return this.#rendered(start, end)
  }

  /** The position of the first token with this text at or after a position. */
  tokenAfter(position: number, text: string): number {
    for (const { start, end } of tokenizer(this.source.slice(position), { ecmaVersion: 'latest' })) {
      if (this.source.slice(position + start, position + end) === text) return position + start
    }
    throw new Error(`The source has no ${text}`)
  }

  result(): string {
    return this.#rendered(0, this.source.length)
  }

  #rendered(from: number, to: number): string {
    let at = from
    let rendered = ''
    const inside = this.#edits.filter(({ start, end }) => start >= from && end <= to)
    for (const { start, end, text } of inside.toSorted((one, other) => one.start - other.start)) {
      const separator = text.startsWith('(') && this.#statements.has(start) ? ';' : ''
      rendered += this.source.slice(at, start) + separator + text
      at = end
    }
    return rendered + this.source.slice(at, to)
  }
}

function linesOf(text: string): number {
  return text.split('\n').length
}
