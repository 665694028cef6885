/**
 * Resolves and checks the arguments of a call as Chromium's bindings do, with their TypeErrors.
 * Source: Chromium extensions/renderer/bindings/{api_signature,argument_spec,api_invocation_errors}.cc
 */
import { TypeError } from '../backend/globals.ts'
import type { AnswerMode } from './answers.ts'
import { isBinary } from './binary.ts'
import { callback, optional, required } from './value-types.ts'
import type { Parameter, ValueType } from './value-types.ts'

const { from: arrayFrom, isArray } = Array
const { hasOwn, is, keys } = Object

/** A value for each parameter, then the callback. The value of a missing optional parameter is undefined. */
export type ResolvedArguments = readonly unknown[]

/** Resolves the arguments. Throws Chromium's TypeError if no signature matches or the content of a value is wrong. */
export type ResolveArguments = (provided: readonly unknown[]) => ResolvedArguments

type AnyType = ValueType<unknown>
type AnyParameter = Parameter<unknown>

interface Signature {
  /** The full name, such as `socket.connect`. */
  readonly name: string
  readonly parameters: readonly AnyParameter[]
}

/**
 * Makes the check of one function's arguments.
 *
 * Nearly every call gives all arguments, or only the required ones, and has no content to check. Those two forms are
 * tried first, because they take a tenth of the time of the search for a match.
 */
export function argumentResolver(
  name: string,
  { parameters: own, answer }: { readonly parameters: readonly AnyParameter[]; readonly answer: AnswerMode },
): ResolveArguments {
  const parameters = [...own, ...callbackParameter(answer)]
  const signature: Signature = { name, parameters }
  const types = parameters.map(({ type }) => type)
  const count = types.length
  const requiredAt = parameters.flatMap((parameter, index) => (parameter.optional ? [] : [index]))
  const requiredTypes = requiredAt.map((index) => types[index] as AnyType)
  const isPlain = types.every(({ kind }) => kind !== 'enum' && kind !== 'dictionary')
  return (provided) => {
    if (!isPlain) return resolveArguments(signature, provided)
    if (provided.length === count && haveTypes(types, provided)) return provided
    if (provided.length === requiredAt.length && haveTypes(requiredTypes, provided)) {
      const resolved: unknown[] = []
      let given = 0
      for (let index = 0; index < count; index += 1) {
        const isGiven = requiredAt[given] === index
        resolved.push(isGiven ? provided[given] : undefined)
        if (isGiven) given += 1
      }
      return resolved
    }
    return resolveArguments(signature, provided)
  }
}

function callbackParameter(answer: AnswerMode): readonly AnyParameter[] {
  if (answer === 'none') return []
  return [answer === 'callback' ? required('callback', callback) : optional('callback', callback)]
}

function haveTypes(types: readonly AnyType[], values: readonly unknown[]): boolean {
  for (let index = 0; index < types.length; index += 1) {
    if (!hasType(types[index] as AnyType, values[index])) return false
  }
  return true
}

function resolveArguments(signature: Signature, provided: readonly unknown[]): unknown[] {
  const { parameters } = signature
  const resolved: unknown[] = arrayFrom({ length: parameters.length })
  if (provided.length > parameters.length || !match(signature, provided, 0, 0, resolved)) {
    throw invocationError(signature, 'No matching signature.')
  }
  for (let i = 0; i < parameters.length; i += 1) {
    const { name, type } = parameters[i] as AnyParameter
    if (resolved[i] === undefined) continue
    const content = checkContent(type, resolved[i])
    if (content.error !== undefined) throw invocationError(signature, `Error at parameter '${name}': ${content.error}`)
    resolved[i] = content.value
  }
  return resolved
}

/** Makes the error of a wrong call, with Chromium's text and the whole signature. */
function invocationError({ name, parameters }: Signature, problem: string): TypeError {
  const types = parameters.map((each) => `${each.optional ? 'optional ' : ''}${each.type.name} ${each.name}`)
  return new TypeError(`Error in invocation of ${name}(${types.join(', ')}): ${problem}`)
}

/**
 * Matches the values from `from` on with the parameters from `index` on, left to right. An optional parameter accepts
 * null and undefined. It is skipped if its value does not fit, or if the values after it do not fit the later
 * parameters.
 */
function match(
  signature: Signature,
  provided: readonly unknown[],
  from: number,
  index: number,
  resolved: unknown[],
): boolean {
  const { parameters } = signature
  if (from === provided.length && index === parameters.length) return true
  if (provided.length - from > parameters.length - index) return false
  const { type, optional } = parameters[index] as AnyParameter
  if (from < provided.length) {
    const value = provided[from]
    const leftOut = optional && (value === null || value === undefined)
    if (leftOut || hasType(type, value)) {
      resolved[index] = leftOut ? undefined : value
      if (match(signature, provided, from + 1, index + 1, resolved)) return true
    }
  }
  resolved[index] = undefined
  return optional && match(signature, provided, from, index + 1, resolved)
}

function hasType(type: AnyType, value: unknown): boolean {
  switch (type.kind) {
    case 'integer':
      return typeof value === 'number' && (value | 0) === value
    case 'string':
    case 'enum':
      return typeof value === 'string'
    case 'boolean':
      return typeof value === 'boolean'
    case 'binary':
      return isBinary(value)
    case 'function':
      return typeof value === 'function'
    case 'dictionary':
      return typeof value === 'object' && value !== null && !isList(value)
  }
}

/**
 * Returns whether a value is an array. `isArray` throws for a revoked proxy, which Chromium notices only when it reads
 * the properties.
 */
function isList(value: unknown): boolean {
  try {
    return isArray(value)
  } catch {
    return false
  }
}

type Content = { readonly value: unknown; readonly error: undefined } | { readonly error: string }

/**
 * Checks a value. Copies a dictionary without members that are null or undefined, so that later changes have no effect.
 * An error that a getter throws is passed on.
 */
function checkContent(type: AnyType, value: unknown): Content {
  if (!hasType(type, value)) return { error: `Invalid type: expected ${type.name}, found ${typeName(value)}.` }
  if (type.kind === 'enum' && !type.values?.includes(value as string)) {
    return { error: `Value must be one of ${type.values?.join(', ')}.` }
  }
  return type.kind === 'dictionary' ? checkMembers(type.members ?? {}, value as object) : { value, error: undefined }
}

function checkMembers(members: Readonly<Record<string, AnyType>>, dictionary: object): Content {
  // Without a prototype: an app may have put a member's name on `Object.prototype`, which Chromium does not read.
  const copy = { __proto__: null } as unknown as Record<string, unknown>
  for (const key of keys(dictionary)) {
    const type = hasOwn(members, key) ? members[key] : undefined
    if (type === undefined) return { error: `Unexpected property: '${key}'.` }
    const member = (dictionary as Record<string, unknown>)[key]
    if (member === undefined || member === null) continue
    const content = checkContent(type, member)
    if (content.error !== undefined) return { error: `Error at property '${key}': ${content.error}` }
    copy[key] = content.value
  }
  return { value: copy, error: undefined }
}

function typeName(value: unknown): string {
  const type = typeof value
  if (value === null) return 'null'
  if (typeof value === 'number') return is(value | 0, value) ? 'integer' : type
  if (isList(value)) return 'array'
  if (isBinary(value)) return 'binary'
  return type === 'symbol' || type === 'bigint' ? 'other' : type
}
