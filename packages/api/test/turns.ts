/** Waiting without a clock: turns follow each other in order, so one that is asked for now comes behind all that wait. */
import { afterMicrotasks } from '../src/backend/index.ts'

/** Fulfilled in a turn behind those that wait now. */
export function oneTurn(): Promise<void> {
  return new Promise((resolve) => {
    afterMicrotasks(resolve)
  })
}

/** Fulfilled once what waits now has run, and what that asks for, ten deep. */
export async function turns(): Promise<void> {
  for (let depth = 0; depth < 10; depth += 1) await oneTurn()
}
