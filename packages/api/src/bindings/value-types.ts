/**
 * The types of arguments, as data, and the parameters made of them. Source: Chromium
 * extensions/renderer/bindings/argument_spec.cc; the names are those in its TypeErrors.
 */

/** The type of an argument. `Value` is the TypeScript type of the value that a function gets. */
export interface ValueType<Value> {
  readonly kind: 'integer' | 'string' | 'boolean' | 'binary' | 'function' | 'enum' | 'dictionary'
  /** The name in a signature, such as `integer` or `socket.SocketType`. */
  readonly name: string
  /** The values of an enum. */
  readonly values?: readonly string[]
  /** The members of a dictionary, each of them optional. */
  readonly members?: Readonly<Record<string, ValueType<unknown>>>
  /** Only for the compiler. No object has this property. */
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
/** An ArrayBuffer or a view of one. Its properties may lie, so read it with `binary.ts`. */
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

/** Makes an optional parameter. The function gets undefined if the argument is left out, null or undefined. */
export function optional<Value>(name: string, type: ValueType<Value>): Parameter<Value | undefined> {
  return { name, type, optional: true }
}
