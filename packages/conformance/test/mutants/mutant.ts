/**
 * A mutant: a sound subject with one rule broken, and the cases that must fail.
 */
export interface Mutant<Subject> {
  readonly name: string
  readonly change: (sound: Subject) => Subject
  /** The names of exactly those cases that must fail. */
  readonly fails: readonly string[]
}
