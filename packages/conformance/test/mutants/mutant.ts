/**
 * What a mutant is: a sound subject with one rule broken, and the cases that must see it.
 */
export interface Mutant<Subject> {
  readonly name: string
  readonly change: (sound: Subject) => Subject
  /** Exactly these cases fail. */
  readonly fails: readonly string[]
}
