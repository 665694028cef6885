/**
 * The bytes of an argument, whatever its own properties say: an app may give a view an own `byteLength`, or an object the
 * prototype of one. Only the intrinsic getters tell what a buffer really has.
 * Source: ECMAScript 2025, 23.2.3 (%TypedArray%.prototype), 25.1.6 (ArrayBuffer.prototype), 25.3.4 (DataView.prototype)
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
/** Undefined for all but typed arrays. */
const typedArrayName = Object.getOwnPropertyDescriptor(typedArray, Symbol.toStringTag)?.get as Getter<
  string | undefined
>
const dataViewBuffer = intrinsicGetter<ArrayBuffer>(DataView.prototype, 'buffer')
const dataViewOffset = intrinsicGetter<number>(DataView.prototype, 'byteOffset')
const dataViewLength = intrinsicGetter<number>(DataView.prototype, 'byteLength')
const bufferLength = intrinsicGetter<number>(ArrayBuffer.prototype, 'byteLength')

const none: readonly [] = []

/** Whether `value` is an ArrayBuffer or a view of one, of this realm or another. */
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

/** The number of bytes of what `isBinary` holds for: 0 once its buffer has been transferred away. */
export function byteLengthOf(data: ArrayBuffer | ArrayBufferView): number {
  if (data instanceof Uint8Array) {
    try {
      return typedArrayLength.call(data)
    } catch {
      // It has the prototype of one and is none.
    }
  }
  if (apply(typedArrayName, data, none) !== undefined) return apply(typedArrayLength, data, none)
  return isView(data) ? bytesOfDataView(data).byteLength : apply(bufferLength, data, none)
}

/**
 * The bytes of `data`: a view of our own, or the app's own array where there are at most `mostAsGiven`. The properties of
 * such an array may lie: only its bytes can be trusted, as `TypedArray.prototype.set` reads them. To make a view takes 40 ns, a third of a small write.
 */
export function bytesOf(data: ArrayBuffer | ArrayBufferView, length: number, mostAsGiven: number): Uint8Array {
  if (length === 0) return new Uint8Array(0)
  if (length <= mostAsGiven && hasElements(data, length)) return data
  const isTypedArray = apply(typedArrayName, data, none) !== undefined
  if (!isTypedArray) return isView(data) ? bytesOfDataView(data) : new Uint8Array(data)
  return new Uint8Array(apply(typedArrayBuffer, data, none), apply(typedArrayOffset, data, none), length)
}

/**
 * Whether `data` is an array of as many elements as it has bytes. To ask for its name instead takes 20 ns in JavaScriptCore, and its
 * prototype alone may lie.
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
    // The getters of a DataView throw once its buffer has been transferred away.
    return new Uint8Array(0)
  }
}
