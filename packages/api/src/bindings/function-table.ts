/**
 * The functions of a namespace as one table with the parameters, the kind of answer and the code of each. The compiler
 * checks the table against the interface of the namespace.
 */
import type { AnswerMode, Answers, Call, Callback } from './answers.ts'
import type { Parameter } from './value-types.ts'

/** One function of a namespace. `Args` are its arguments without the callback. `Result` is the type of its answer. */
export interface FunctionEntry<App, Args extends readonly unknown[], Result> {
  /** The parameters, without the callback. */
  readonly parameters: { readonly [Index in keyof Args]: Parameter<Args[Index]> }
  readonly answer: AnswerMode
  /** Makes the call with a callback. Absent if a plain answer is enough. */
  readonly makeCall?: (answers: Answers, callback: Callback) => Call<Result>
  /** Runs with checked arguments, and completes `call` once. */
  run(app: App, call: Call<Result>, ...args: Args): void
}

/** An entry for every function of `Namespace`. Properties that are not functions have none. */
export type FunctionTable<App, Namespace> = {
  readonly [Name in FunctionName<Namespace>]: FunctionEntry<
    App,
    ArgumentsOf<Namespace[Name]>,
    ResultOf<Namespace[Name]>
  >
}

export type FunctionName<Namespace> = {
  [Name in keyof Namespace]: Namespace[Name] extends (...args: never[]) => unknown ? Name : never
}[keyof Namespace] &
  string

/** An entry of any function. */
export type AnyFunctionEntry<App> = FunctionEntry<App, readonly unknown[], unknown>

/** The arguments of the last overload of a function, which has every argument, and either a callback or a promise. */
type LongestForm<Function> = Function extends (...args: infer Args) => infer Returned ? [Args, Returned] : never

type ArgumentsOf<Function> =
  LongestForm<Function> extends [infer Args extends readonly unknown[], unknown]
    ? Given<WithoutCallback<Required<Args>>>
    : never

type WithoutCallback<Args extends readonly unknown[]> = Args extends readonly [
  ...infer Rest,
  (...results: never[]) => void,
]
  ? Rest
  : Args

/** The arguments as a function gets them. An optional argument that is null becomes undefined. */
type Given<Args extends readonly unknown[]> = { [Index in keyof Args]: GivenValue<Args[Index]> }

type GivenValue<Value> = null extends Value ? Exclude<Value, null> | undefined : Value

type ResultOf<Function> =
  LongestForm<Function> extends [infer Args extends readonly unknown[], infer Returned]
    ? Args extends readonly [...unknown[], (...results: infer Results) => void]
      ? Results extends readonly [infer Result, ...unknown[]]
        ? Result
        : undefined
      : Returned extends Promise<infer Result>
        ? Result
        : undefined
    : never
