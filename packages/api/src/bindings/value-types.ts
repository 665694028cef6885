/**
 * The types that an argument may have, as data, and the parameters that are made of them.
 * Source: Chromium extensions/renderer/bindings/argument_spec.cc; the names are those in its TypeErrors.
 */

/** `Value` is what a function gets for an argument of this type. */
export interface ValueType<Value> {
  readonly kind: 'integer' | 'string' | 'boolean' | 'binary' | 'function' | 'enum' | 'dictionary'
  /** As it stands in a signature: `integer`, `socket.SocketType`. */
  readonly name: string
  /** The values of an enum. */
  readonly values?: readonly string[]
  /** The members of a dictionary. Each may be left out. */
  readonly members?: Readonly<Record<string, ValueType<unknown>>>
  /** Only for the compiler: nothing has it. */
  readonly value?: Value
}

export interface Parameter<Value> {
  readonly name: string
  readonly type: ValueType<Value>
  readonly optional: boolean
}

export const integer: ValueType<number> = simple('integer')
export const string: ValueType<string> = simple('string')
export const boolean: ValueType<boolean> = simple('boolean')
/** An ArrayBuffer or a view of one, which may lie about itself: `binary.ts` reads it. */
export const binary: ValueType<ArrayBuffer | ArrayBufferView> = simple('binary')
export const callback: ValueType<() => void> = simple('function')

function simple<Value>(kind: ValueType<Value>['kind']): ValueType<Value> {
  return { kind, name: kind }
}

export function enumeration<Value extends string>(name: string, values: readonly Value[]): ValueType<Value> {
  return { kind: 'enum', name, values }
}

export function dictionary<Value>(
  name: string,
  members: Readonly<Record<keyof Value & string, ValueType<unknown>>>,
): ValueType<Value> {
  return { kind: 'dictionary', name, members }
}

export function required<Value>(name: string, type: ValueType<Value>): Parameter<Value> {
  return { name, type, optional: false }
}

/** The function gets undefined where the argument is left out, null or undefined. */
export function optional<Value>(name: string, type: ValueType<Value>): Parameter<Value | undefined> {
  return { name, type, optional: true }
}
