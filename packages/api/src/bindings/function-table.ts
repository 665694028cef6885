/**
 * The functions of a namespace as one table, which the compiler holds to the namespace's interface: each function's
 * parameters, how it is answered, and its code.
 */
import type { AnswerMode, Answers, Call, Callback } from './answers.ts'
import type { Parameter } from './value-types.ts'

/** One function of a namespace. `Args` are its arguments without the callback, `Result` is what its answer carries. */
export interface FunctionEntry<App, Args extends readonly unknown[], Result> {
  /** Without the callback. */
  readonly parameters: { readonly [Index in keyof Args]: Parameter<Args[Index]> }
  readonly answer: AnswerMode
  /** Makes the call with a callback, for a function whose call is more than an answer. */
  readonly makeCall?: (answers: Answers, callback: Callback) => Call<Result>
  /** Runs with checked arguments, and completes `call` once. */
  run(app: App, call: Call<Result>, ...args: Args): void
}

/** Every function of `Namespace`. A property that is no function has no entry. */
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

/** The entry of some function, which only the table knows more about. */
export type AnyFunctionEntry<App> = FunctionEntry<App, readonly unknown[], unknown>

/** The longest form of a function is its last overload: it has each argument, and either a callback or a promise. */
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

/** An argument that may be left out may be null, which the function gets as undefined. */
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
