/**
 * The types of modules, which `with { type: 'json' }` names, and the files that they may have.
 * Source: https://html.spec.whatwg.org/multipage/webappapis.html#fetch-a-single-module-script; the words are Chromium's
 */
import { isJsonType, isScriptType } from '../page/media-type.ts'
import type { Attributes } from './module-source.ts'

export type ModuleType = 'javascript' | 'json' | 'text'

/** Whether Chromium takes a file for a module of this type. */
const accepts: Readonly<Record<ModuleType, (mediaType: string) => boolean>> = {
  javascript: isScriptType,
  json: isJsonType,
  text: () => true,
}

export function isOfType(mediaType: string, type: ModuleType): boolean {
  return accepts[type](mediaType)
}

/** A fault in import attributes: an unknown key, or an unknown type. */
export interface AttributeFault {
  readonly fault: 'key' | 'type'
  readonly message: string
}

/** The type that import attributes ask for, or the fault in them. */
export function typeOfAttributes(attributes: Attributes): { readonly type: ModuleType } | AttributeFault {
  const unknown = attributes.find(([key]) => key !== 'type')
  if (unknown !== undefined) return { fault: 'key', message: `Invalid attribute key "${unknown[0]}".` }
  const [, type = 'javascript'] = attributes[0] ?? []
  if (attributes.length > 0 && !(type === 'json' || type === 'text')) {
    return { fault: 'type', message: `"${type}" is not a valid module type.` }
  }
  return { type: type as ModuleType }
}
