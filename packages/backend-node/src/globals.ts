/**
 * The built-ins that this package uses after it has loaded. They are taken once: an app may replace any of them later, and
 * old libraries do.
 */
export const ArrayBuffer: ArrayBufferConstructor = globalThis.ArrayBuffer
export const Map: MapConstructor = globalThis.Map
export const Set: SetConstructor = globalThis.Set
export const Uint8Array: Uint8ArrayConstructor = globalThis.Uint8Array
export const entriesOf: typeof Object.entries = Object.entries
