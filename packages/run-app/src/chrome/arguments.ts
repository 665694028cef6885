/**
 * Checks the arguments of a call as Chromium's bindings do, with Chromium's messages.
 *
 * `@chrome-socket/api` checks its functions by the same rules, but this file has its own code: these namespaces need
 * choices of types, lists, `any`, minimum values and required members, which no function of sockets has. In the API
 * this code would be in every bundle that uses sockets, and would slow down the check of each read and write.
 * Source: Chromium extensions/renderer/bindings/{api_signature,argument_spec,api_invocation_errors}.cc
 */
import { types as hostTypes } from 'node:util'
import type { Parameter, Signature } from './signature.ts'

/** The types that are not JavaScript's, by name: an enum is a list of strings, a dictionary a list of properties. */
export type Types = Readonly<Record<string, readonly string[] | Dictionary>>

/** The type of each property. A `?` after the type marks an optional property. */
export type Dictionary = Readonly<Record<string, string>>

export interface ResolvedArguments {
  /** The value of each parameter; undefined for an optional parameter that was left out. */
  readonly values: readonly unknown[]
  readonly callback: ((...args: unknown[]) => unknown) | undefined
}

/** Assigns arguments to parameters. Throws Chromium's TypeError if they do not match, or if a value's content is wrong. */
export function resolveArguments(signature: Signature, types: Types, provided: readonly unknown[]): ResolvedArguments {
  const { parameters, callback } = signature
  const values: unknown[] = Array.from({ length: parameters.length + 1 })
  const all = callback === 'none' ? parameters : [...parameters, callbackParameter(callback === 'optional')]
  if (provided.length > all.length || !match(all, types, provided, 0, 0, values)) {
    throw invocationError(signature, 'No matching signature.')
  }
  for (const [index, { name, types: choices }] of parameters.entries()) {
    const value = values[index]
    const problem = value === undefined ? undefined : contentProblem(choices, types, value)
    if (problem !== undefined) throw invocationError(signature, `Error at parameter '${name}': ${problem}`)
  }
  return { values: values.slice(0, parameters.length), callback: values[parameters.length] as never }
}

export function invocationError({ text }: Signature, problem: string): TypeError {
  return new TypeError(`Error in invocation of ${text}: ${problem}`)
}

function callbackParameter(isOptional: boolean): Parameter {
  return { name: 'callback', isOptional, types: ['function'] }
}

/**
 * Matches arguments with parameters, from left to right. An optional parameter accepts null and undefined. It is
 * skipped if its value, or the rest, does not fit.
 */
function match(
  parameters: readonly Parameter[],
  types: Types,
  provided: readonly unknown[],
  from: number,
  index: number,
  values: unknown[],
): boolean {
  const parameter = parameters[index]
  if (parameter === undefined) return from === provided.length
  const value = provided[from]
  const isGiven = from < provided.length
  const isLeftOut = isGiven && parameter.isOptional && (value === null || value === undefined)
  if (isLeftOut || (isGiven && parameter.types.some((type) => hasType(type, types, value)))) {
    values[index] = isLeftOut ? undefined : value
    if (match(parameters, types, provided, from + 1, index + 1, values)) return true
  }
  values[index] = undefined
  return parameter.isOptional && match(parameters, types, provided, from, index + 1, values)
}

function hasType(type: string, types: Types, value: unknown): boolean {
  const [base = ''] = type.split('≥')
  const own = types[base]
  if (own !== undefined) return isEnum(own) ? typeof value === 'string' : isObject(value)
  if (base === 'strings' || base === 'array') return Array.isArray(value)
  if (base === 'any') return typeof value !== 'function'
  if (base === 'integer') return Number.isInteger(value) && (value as number) === ((value as number) | 0)
  if (base === 'binary') return ArrayBuffer.isView(value) || hostTypes.isAnyArrayBuffer(value)
  if (base === 'object') return isObject(value)
  // eslint-disable-next-line valid-typeof
  return typeof value === base
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Describes a fault in the content of a value whose type is right. Returns undefined if there is none. */
function contentProblem(choices: readonly string[], types: Types, value: unknown): string | undefined {
  const problems = choices.filter((type) => hasType(type, types, value)).map((type) => problemOf(type, types, value))
  if (problems.includes(undefined)) return undefined
  return choices.length > 1 ? 'Value did not match any choice.' : problems[0]
}

function problemOf(type: string, types: Types, value: unknown): string | undefined {
  const [base = '', minimum] = type.split('≥')
  if (minimum !== undefined) {
    return (value as number) < Number(minimum) ? `Value must be at least ${minimum}.` : undefined
  }
  if (type === 'strings') return (value as unknown[]).every((each) => typeof each === 'string') ? undefined : type
  const own = types[base]
  if (own === undefined) return type === 'object' ? unreadable(value as object) : undefined
  if (isEnum(own)) {
    return own.includes(value as string) ? undefined : `Value must be one of ${own.toSorted().join(', ')}.`
  }
  return dictionaryProblem(own, types, value as Readonly<Record<string, unknown>>)
}

function dictionaryProblem(
  dictionary: Dictionary,
  types: Types,
  value: Readonly<Record<string, unknown>>,
): string | undefined {
  const unexpected = Object.keys(value).find((key) => !(key in dictionary))
  if (unexpected !== undefined) return `Unexpected property: '${unexpected}'.`
  for (const [key, described] of Object.entries(dictionary)) {
    const type = described.replace('?', '')
    const property = value[key]
    if (property === undefined || property === null) {
      if (type === described) return `Missing required property '${key}'.`
    } else {
      const problem = hasType(type, types, property)
        ? problemOf(type, types, property)
        : `Invalid type: expected ${type}, found ${foundType(property)}.`
      if (problem !== undefined) return `Error at property '${key}': ${problem}`
    }
  }
  return undefined
}

function unreadable(value: object): string | undefined {
  try {
    for (const key of Object.keys(value)) Reflect.get(value, key)
    return undefined
  } catch {
    return 'Script threw an error.'
  }
}

function isEnum(type: readonly string[] | Dictionary): type is readonly string[] {
  return Array.isArray(type)
}

function foundType(value: unknown): string {
  return Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value
}
