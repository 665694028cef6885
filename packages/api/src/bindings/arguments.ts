/**
 * Resolves and checks the arguments of a call as Chromium's bindings do, with their TypeErrors.
 * Source: Chromium extensions/renderer/bindings/{api_signature,argument_spec,api_invocation_errors}.cc
 */
import type { FunctionSpec, ParameterSpec, TypeSpec } from './idl.ts'

/** One value for each parameter; `undefined` for an optional one, or a callback, that was left out. */
export type ResolvedArguments = readonly unknown[]

/** Throws Chromium's TypeError when no signature matches, or a value's content is wrong. */
export type ResolveArguments = (provided: readonly unknown[]) => ResolvedArguments

/**
 * For one function. Nearly every call has all its arguments, or just the required ones, and none whose content is to be
 * checked: those two forms are tried first, which takes a tenth of the time that the search for a match does.
 */
export function argumentResolver(spec: FunctionSpec): ResolveArguments {
  const { parameters } = spec
  const types = parameters.map(({ type }) => type)
  const count = types.length
  const required = parameters.flatMap(({ optional }, index) => (optional ? [] : [index]))
  const requiredTypes = required.map((index) => types[index] as TypeSpec)
  const isPlain = types.every(({ kind }) => kind !== 'enum' && kind !== 'dictionary')
  return (provided) => {
    if (!isPlain) return resolveArguments(spec, provided)
    if (provided.length === count && haveTypes(types, provided)) return provided
    if (provided.length === required.length && haveTypes(requiredTypes, provided)) {
      const resolved: unknown[] = []
      let given = 0
      for (let index = 0; index < count; index += 1) {
        const isGiven = required[given] === index
        resolved.push(isGiven ? provided[given] : undefined)
        if (isGiven) given += 1
      }
      return resolved
    }
    return resolveArguments(spec, provided)
  }
}

function haveTypes(types: readonly TypeSpec[], values: readonly unknown[]): boolean {
  for (let index = 0; index < types.length; index += 1) {
    if (!hasType(types[index] as TypeSpec, values[index])) return false
  }
  return true
}

function resolveArguments(spec: FunctionSpec, provided: readonly unknown[]): ResolvedArguments {
  const { parameters } = spec
  const resolved: unknown[] = Array.from({ length: parameters.length })
  if (provided.length > parameters.length || !match(spec, provided, 0, 0, resolved)) {
    throw invocationError(spec, 'No matching signature.')
  }
  for (let i = 0; i < parameters.length; i += 1) {
    const { name, type } = parameters[i] as ParameterSpec
    if (resolved[i] === undefined || (type.kind !== 'enum' && type.kind !== 'dictionary')) continue
    const content = checkContent(type, resolved[i])
    if (!content.ok) throw invocationError(spec, `Error at parameter '${name}': ${content.error}`)
    resolved[i] = content.value
  }
  return resolved
}

/** Chromium's text for a call that is wrong, with the whole signature. */
export function invocationError(spec: FunctionSpec, problem: string): TypeError {
  const signature = spec.parameters.map((p) => `${p.optional ? 'optional ' : ''}${p.type.name} ${p.name}`)
  return new TypeError(`Error in invocation of socket.${spec.name}(${signature.join(', ')}): ${problem}`)
}

/**
 * Matches the values from `from` on with the parameters from `index` on, left to right; an optional parameter
 * takes a null or an undefined, or is skipped where its value, or what then follows, does not fit.
 */
function match(
  spec: FunctionSpec,
  provided: readonly unknown[],
  from: number,
  index: number,
  resolved: unknown[],
): boolean {
  const { parameters } = spec
  if (from === provided.length && index === parameters.length) return true
  if (provided.length - from > parameters.length - index) return false
  const { type, optional } = parameters[index] as ParameterSpec
  if (from < provided.length) {
    const value = provided[from]
    const leftOut = optional && (value === null || value === undefined)
    if (leftOut || hasType(type, value)) {
      resolved[index] = leftOut ? undefined : value
      if (match(spec, provided, from + 1, index + 1, resolved)) return true
    }
  }
  if (optional) {
    resolved[index] = undefined
    if (match(spec, provided, from, index + 1, resolved)) return true
  }
  return false
}

function hasType(type: TypeSpec, value: unknown): boolean {
  switch (type.kind) {
    case 'integer':
      return typeof value === 'number' && (value | 0) === value
    case 'string':
    case 'enum':
      return typeof value === 'string'
    case 'boolean':
      return typeof value === 'boolean'
    case 'binary':
      return ArrayBuffer.isView(value) || isArrayBuffer(value)
    case 'function':
      return typeof value === 'function'
    case 'dictionary':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
  }
}

const byteLength = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength')?.get

/** True for those of another realm too (a `vm` context, an Electron window), which `instanceof` misses. */
export function isArrayBuffer(value: unknown): value is ArrayBuffer {
  if (value instanceof ArrayBuffer) return true
  if (typeof value !== 'object' || value === null) return false
  try {
    byteLength?.call(value)
    return true
  } catch {
    return false
  }
}

type Content = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string }

const wrong = (error: string): Content => ({ ok: false, error })

/** Checks a value, and copies a dictionary without what is null or undefined, so that later changes do not matter. What a getter throws is passed on. */
function checkContent(type: TypeSpec, value: unknown): Content {
  if (!hasType(type, value)) return wrong(`Invalid type: expected ${type.name}, found ${typeName(value)}.`)
  if (type.kind === 'enum' && !type.values.includes(value as string)) {
    return wrong(`Value must be one of ${type.values.join(', ')}.`)
  }
  return type.kind === 'dictionary' ? checkMembers(type.members, value as object) : { ok: true, value }
}

function checkMembers(members: Readonly<Record<string, TypeSpec>>, dictionary: object): Content {
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(dictionary)) {
    const type = Object.hasOwn(members, key) ? members[key] : undefined
    if (type === undefined) return wrong(`Unexpected property: '${key}'.`)
    const member = (dictionary as Record<string, unknown>)[key]
    if (member === undefined || member === null) continue
    const content = checkContent(type, member)
    if (!content.ok) return wrong(`Error at property '${key}': ${content.error}`)
    copy[key] = content.value
  }
  return { ok: true, value: copy }
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  switch (typeof value) {
    case 'undefined':
    case 'boolean':
    case 'string':
    case 'function':
      return typeof value
    case 'number':
      return Object.is(value | 0, value) ? 'integer' : 'number'
    case 'object':
      if (Array.isArray(value)) return 'array'
      return ArrayBuffer.isView(value) || isArrayBuffer(value) ? 'binary' : 'object'
    default:
      return 'other'
  }
}
