/**
 * A mutant: a sound subject with one rule broken, and the cases that must fail.
 */
export interface Mutant<Subject> {
  readonly name: string
  readonly change: (sound: Subject) => Subject
  /** Exactly these cases fail. */
  readonly fails: readonly string[]
}
