/**
 * Reads the bytes of an argument. An app may give a view its own `byteLength`, or give an object the prototype of a
 * view. Only the intrinsic getters are reliable. Source: ECMAScript 2025, 23.2.3 (%TypedArray%.prototype), 25.1.6
 * (ArrayBuffer.prototype), 25.3.4 (DataView.prototype)
 */
import { Uint8Array } from '../backend/globals.ts'

type Getter<Value> = (this: unknown) => Value

const { apply } = Reflect
const { isView } = ArrayBuffer

function intrinsicGetter<Value>(prototype: object, name: string): Getter<Value> {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get as Getter<Value>
}

const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object
const typedArrayBuffer = intrinsicGetter<ArrayBuffer>(typedArray, 'buffer')
const typedArrayOffset = intrinsicGetter<number>(typedArray, 'byteOffset')
const typedArrayLength = intrinsicGetter<number>(typedArray, 'byteLength')
const typedArrayElements = intrinsicGetter<number>(typedArray, 'length')
/** The getter of the name of a typed array. It returns undefined for other values. */
const typedArrayName = Object.getOwnPropertyDescriptor(typedArray, Symbol.toStringTag)?.get as Getter<
  string | undefined
>
const dataViewBuffer = intrinsicGetter<ArrayBuffer>(DataView.prototype, 'buffer')
const dataViewOffset = intrinsicGetter<number>(DataView.prototype, 'byteOffset')
const dataViewLength = intrinsicGetter<number>(DataView.prototype, 'byteLength')
const bufferLength = intrinsicGetter<number>(ArrayBuffer.prototype, 'byteLength')

const none: readonly [] = []

/** Whether `value` is an ArrayBuffer or a view of one, of any realm. */
export function isBinary(value: unknown): boolean {
  return isView(value) || isArrayBuffer(value)
}

function isArrayBuffer(value: unknown): boolean {
  try {
    apply(bufferLength, value, none)
    return true
  } catch {
    return false
  }
}

/** Returns the number of bytes of a value for which `isBinary` is true. It is 0 if the buffer has been transferred. */
export function byteLengthOf(data: ArrayBuffer | ArrayBufferView): number {
  if (data instanceof Uint8Array) {
    try {
      return typedArrayLength.call(data)
    } catch {
      // The object has the prototype of a typed array, but is not a typed array.
    }
  }
  if (apply(typedArrayName, data, none) !== undefined) return apply(typedArrayLength, data, none)
  return isView(data) ? bytesOfDataView(data).byteLength : apply(bufferLength, data, none)
}

/**
 * Returns the bytes of `data`. Up to `mostAsGiven` bytes, the result may be the app's own array, because a view takes
 * 40 ns, a third of a small write. The properties of such an array may lie. Only its bytes, as
 * `TypedArray.prototype.set` reads them, can be trusted.
 */
export function bytesOf(data: ArrayBuffer | ArrayBufferView, length: number, mostAsGiven: number): Uint8Array {
  if (length === 0) return new Uint8Array(0)
  if (length <= mostAsGiven && hasElements(data, length)) return data
  const isTypedArray = apply(typedArrayName, data, none) !== undefined
  if (!isTypedArray) return isView(data) ? bytesOfDataView(data) : new Uint8Array(data)
  return new Uint8Array(apply(typedArrayBuffer, data, none), apply(typedArrayOffset, data, none), length)
}

/**
 * Whether `data` is a typed array with one element per byte. Asking for its name instead takes 20 ns in JavaScriptCore,
 * and its prototype may lie.
 */
function hasElements(data: ArrayBuffer | ArrayBufferView, length: number): data is Uint8Array {
  if (!(data instanceof Uint8Array)) return false
  try {
    return typedArrayElements.call(data) === length
  } catch {
    return false
  }
}

function bytesOfDataView(view: ArrayBufferView): Uint8Array {
  try {
    const length = apply(dataViewLength, view, none)
    return new Uint8Array(apply(dataViewBuffer, view, none), apply(dataViewOffset, view, none), length)
  } catch {
    // The getters of a DataView throw if its buffer has been transferred.
    return new Uint8Array(0)
  }
}
