/**
 * The Content-Type of a file of a package, by the ending of its name, as in Chromium. Source: Chromium
 * net/base/mime_util.cc
 */
const types: Readonly<Record<string, string>> = {
  css: 'text/css',
  gif: 'image/gif',
  htm: 'text/html',
  html: 'text/html',
  ico: 'image/x-icon',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  js: 'text/javascript',
  json: 'application/json',
  mjs: 'text/javascript',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  wasm: 'application/wasm',
  wav: 'audio/wav',
  woff: 'font/woff',
  woff2: 'font/woff2',
  xml: 'text/xml',
}

/** The essences of JavaScript's media types. Source: https://mimesniff.spec.whatwg.org/#javascript-mime-type */
const scriptTypes =
  /^(?:(?:application|text)\/(?:x-)?(?:java|ecma)script|text\/(?:javascript1\.[0-5]|jscript|livescript))$/i

/** JSON's media types. Source: https://mimesniff.spec.whatwg.org/#json-mime-type */
const jsonTypes = /^(?:(?:application|text)\/json|.*\+json)$/i

/** Whether a Content-Type is that of a script. */
export function isScriptType(type: string): boolean {
  return scriptTypes.test(essence(type))
}

/** Whether a Content-Type is that of JSON. */
export function isJsonType(type: string): boolean {
  return jsonTypes.test(essence(type))
}

/** A media type without its parameters, such as `charset=utf-8`, which Bun adds. */
function essence(type: string): string {
  return type.split(';', 1)[0]?.trim() ?? ''
}

export function mediaType(path: string): string {
  return types[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream'
}
