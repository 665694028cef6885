/**
 * Rule 1: a completion comes exactly once, and in its own turn. It never comes inside the call that started the
 * operation, nor in a microtask that the caller's turn left behind.
 */
import { type ContractCase, type ContractSubject, contractCase } from './contract-case.ts'
import { ContractViolation, type Trial, equal } from './trial.ts'

/** An operation in a state in which its completion might come too early. */
export interface Situation<Subject> {
  readonly name: string
  /** Prepares everything, and returns the call to watch. The trial closes all that it opens. */
  prepare(subject: Subject, trial: Trial): Promise<Call>
}

/** Starts an operation, with `done` as its completion. */
export type Call = (done: () => void) => void

/** Runs `go` inside the completion of some operation of the subject. */
export type InsideCompletion<Subject> = (subject: Subject, trial: Trial) => Promise<Start>

type Phase = 'inside the call' | 'in a microtask of the caller'

/** The number of microtasks in the chain that the caller leaves behind. */
const microtasksLeft = 64

/** The cases of rule 1, each for all of the situations. */
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
    forEach('no completion comes inside the call that asks for it', async (_, _trial, call, situation) => {
      await insideCall(inTimer, call, situation)
    }),
    forEach("no completion comes in a microtask of the caller's turn", async (_, _trial, call, situation) => {
      await inMicrotask(inTimer, call, situation)
    }),
    forEach(
      'a call made inside a completion is answered after the microtasks of that',
      async (subject, trial, call, situation) => {
        const start = await insideCompletion(subject, trial)
        await trial.within(`a completion, and in it ${situation}`, inMicrotask(start, call, situation))
      },
    ),
    forEach('each completion comes exactly once', async (_, trial, call, situation) => {
      let completions = 0
      const first = new Promise<void>((resolve) => {
        call(() => {
          completions += 1
          resolve()
        })
      })
      await trial.within(`the completion of ${situation}`, first)
      await trial.quiet()
      equal(completions, 1, `${situation}: completions`)
    }),
  ]
}

/** A check that fails when the first completion came in the phase that the case is about. */
function refuse(wrong: Phase): (start: Start, call: Call, situation: string) => Promise<void> {
  return async (start, call, situation) => {
    const phases = await watch(call, start)
    if (phases[0] === wrong) throw new ContractViolation(`${situation}: the completion came ${wrong}`)
  }
}

const insideCall = refuse('inside the call')
const inMicrotask = refuse('in a microtask of the caller')

/** Runs `go` in a later turn. */
type Start = (go: () => void) => void

const inTimer: Start = (go) => {
  setTimeout(go, 0)
}

/** Makes the call from within `start`. Returns the phases of the caller's turn in which its completions came. */
async function watch(call: Call, start: Start): Promise<readonly Phase[]> {
  const phases: Phase[] = []
  await new Promise<void>((resolve, reject) => {
    start(() => {
      let phase: Phase | undefined = 'inside the call'
      const leave = (depth: number): void => {
        if (depth > 0) queueMicrotask(() => leave(depth - 1))
        else {
          phase = undefined
          resolve()
        }
      }
      try {
        call(() => {
          if (phase !== undefined) phases.push(phase)
        })
      } catch (error) {
        reject(error)
      }
      phase = 'in a microtask of the caller'
      leave(microtasksLeft)
    })
  })
  return phases
}
