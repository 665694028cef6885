/**
 * Rule 1: a completion comes exactly once, and in a turn of its own: never inside the call that asked for it,
 * nor in a microtask that the caller's turn left behind.
 */
import { type ContractCase, type ContractSubject, contractCase } from './contract-case.ts'
import { ContractViolation, type Trial, equal } from './trial.ts'

/** An operation in a state in which its completion might come at a wrong time. */
export interface Situation<Subject> {
  readonly name: string
  /** Makes everything ready and gives the call to watch. What it opens goes into the trial's care. */
  prepare(subject: Subject, trial: Trial): Promise<Call>
}

/** Starts one operation, with `done` as its completion. */
export type Call = (done: () => void) => void

/** Has `go` run inside the completion of some operation of the subject. */
export type InsideCompletion<Subject> = (subject: Subject, trial: Trial) => Promise<(go: () => void) => void>

type Phase = 'inside the call' | 'in a microtask of the caller' | 'in a turn of its own'

/** So long a chain of microtasks is left behind by the caller. */
const microtasksLeft = 64

/** The cases of rule 1 for all of the situations at once. */
export function completionCases<Subject extends ContractSubject>(
  what: string,
  needs: readonly string[],
  situations: readonly Situation<Subject>[],
  insideCompletion: InsideCompletion<Subject>,
): ContractCase<Subject>[] {
  const forEach = (
    name: string,
    check: (subject: Subject, trial: Trial, call: Call, situation: string) => Promise<void>,
  ): ContractCase<Subject> =>
    contractCase(`${what}: ${name}`, needs, async (subject, trial) => {
      await Promise.all(
        situations.map(async (situation) => {
          await check(subject, trial, await situation.prepare(subject, trial), situation.name)
        }),
      )
    })

  return [
    forEach('no completion comes inside the call that asks for it', async (_, trial, call, situation) => {
      const [phase] = await watch(trial, call, situation, inTimer)
      if (phase === 'inside the call') throw new ContractViolation(`${situation}: the completion came ${phase}`)
    }),
    forEach("no completion comes in a microtask of the caller's turn", async (_, trial, call, situation) => {
      const [phase] = await watch(trial, call, situation, inTimer)
      if (phase === 'in a microtask of the caller') {
        throw new ContractViolation(`${situation}: the completion came ${phase}`)
      }
    }),
    forEach(
      'a call made inside a completion is answered after the microtasks of that',
      async (subject, trial, call, situation) => {
        const [phase] = await watch(trial, call, situation, await insideCompletion(subject, trial))
        if (phase === 'in a microtask of the caller') {
          throw new ContractViolation(`${situation}: the completion came ${phase}, a completion itself`)
        }
      },
    ),
    forEach('each completion comes exactly once', async (_, trial, call, situation) => {
      const phases = await watch(trial, call, situation, inTimer)
      await trial.quiet()
      equal(phases.length, 1, `${situation}: completions`)
    }),
  ]
}

const inTimer = (go: () => void): void => {
  setTimeout(go, 0)
}

/** Makes the call from within `start`, and tells when its completions came; more may be added later. */
async function watch(
  trial: Trial,
  call: Call,
  situation: string,
  start: (go: () => void) => void,
): Promise<readonly Phase[]> {
  const phases: Phase[] = []
  const first = new Promise<void>((resolve, reject) => {
    start(() => {
      let phase: Phase = 'inside the call'
      const leave = (depth: number): void => {
        if (depth === 0) phase = 'in a turn of its own'
        else queueMicrotask(() => leave(depth - 1))
      }
      try {
        call(() => {
          phases.push(phase)
          resolve()
        })
      } catch (error) {
        reject(error)
      }
      phase = 'in a microtask of the caller'
      leave(microtasksLeft)
    })
  })
  await trial.within(situation, first)
  return phases
}
