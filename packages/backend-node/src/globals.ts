/**
 * The built-ins that this package uses after it has loaded. It takes them once, because an app may replace them later, as old
 * libraries do.
 */
export const ArrayBuffer: ArrayBufferConstructor = globalThis.ArrayBuffer
export const Map: MapConstructor = globalThis.Map
export const Set: SetConstructor = globalThis.Set
export const Uint8Array: Uint8ArrayConstructor = globalThis.Uint8Array
export const entriesOf: typeof Object.entries = Object.entries
