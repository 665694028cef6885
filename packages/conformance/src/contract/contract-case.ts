/**
 * A contract suite is plain data, so that any test runner can run it.
 *
 * ```ts
 * describe(suite.name, () => {
 *   for (const each of suite.cases) {
 *     const absent = absentParts(suite, each, subject)
 *     it.skipIf(absent.length > 0)(each.name, () => each.run(subject), 60_000)
 *   }
 * })
 * ```
 */
import type { Pace } from './pace.ts'
import { Trial } from './trial.ts'

/** The implementation that a suite tests. */
export interface ContractSubject {
  /** The size of the heavy cases, and the times of waiting. */
  readonly pace?: Pace
}

/** One rule of the contract, as a program that fails if the rule is broken. */
export interface ContractCase<Subject extends ContractSubject> {
  /** The name of the case, unique in its suite. */
  readonly name: string
  /** The parts of the suite that the case needs. */
  readonly needs: readonly string[]
  /** Rejects when the subject breaks the contract. Leaves nothing open. */
  run(subject: Subject): Promise<void>
}

/** The cases of one part of the contract. */
export interface ContractSuite<Subject extends ContractSubject> {
  /** The name of the suite, such as `stream`. */
  readonly name: string
  /** The parts that a subject may lack, each with a function that tells whether the part is there. */
  readonly parts: Readonly<Record<string, (subject: Subject) => unknown>>
  /** The cases in the order in which to run them. */
  readonly cases: readonly ContractCase<Subject>[]
}

/**
 * Gives the parts that a case needs and the subject does not have. Skip the case when there are any.
 * @param suite the suite that the case is of
 * @param each the case
 * @param subject the implementation
 * @throws Error: the suite knows no part of that name.
 * @example
 * import { absentParts, connectSuite, type BackendSubject } from '@chrome-socket/conformance/contract'
 *
 * export async function runAll(subject: BackendSubject): Promise<void> {
 *   for (const each of connectSuite.cases)
 *     if (absentParts(connectSuite, each, subject).length === 0) await each.run(subject)
 * }
 */
export function absentParts<Subject extends ContractSubject>(
  suite: ContractSuite<Subject>,
  { needs }: ContractCase<Subject>,
  subject: Subject,
): string[] {
  return needs.filter((part) => {
    const has = suite.parts[part]
    if (has === undefined) throw new Error(`The suite "${suite.name}" knows no part "${part}"`)
    return !has(subject)
  })
}

/** The time limit of a whole case, as a multiple of the patience for one completion. */
const casePatience = 15

/** Makes a case whose `body` gets a `Trial`. At the end the trial closes everything that was passed to `use`. */
export function contractCase<Subject extends ContractSubject>(
  name: string,
  needs: readonly string[],
  body: (subject: Subject, trial: Trial) => Promise<void>,
): ContractCase<Subject> {
  return {
    name,
    needs,
    async run(subject) {
      const trial = new Trial(subject.pace)
      try {
        await trial.within('the end of the case', body(subject, trial), casePatience)
      } finally {
        trial.end()
      }
    },
  }
}

/**
 * Makes the same cases for the `inner` part of a subject. Their names get `prefix`, and `needs` is added to their own
 * needs.
 */
export function casesWithin<Outer extends ContractSubject, Inner extends ContractSubject>(
  cases: readonly ContractCase<Inner>[],
  prefix: string,
  needs: readonly string[],
  inner: (subject: Outer) => Inner,
): ContractCase<Outer>[] {
  return cases.map((each) => ({
    name: `${prefix}: ${each.name}`,
    needs: [...needs, ...each.needs],
    run: (subject) => each.run({ pace: subject.pace, ...inner(subject) }),
  }))
}
