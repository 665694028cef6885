/**
 * The hosts that a manifest's permissions name, as in `http://*.example.com/*`. The path of such a permission has no meaning.
 * Source: https://developer.chrome.com/docs/extensions/develop/concepts/match-patterns; Chromium
 * extensions/common/url_pattern.cc
 */
import type { Manifest } from './manifest.ts'
import { permissionNames } from './permission-names.ts'

/** Makes the function that says whether the permissions name the host of a URL. */
export function hostPermissions(permissions: Manifest['permissions']): (url: URL) => boolean {
  const patterns = permissionNames(permissions).flatMap(readPattern)
  return (url) => patterns.some((matches) => matches(url))
}

function readPattern(permission: string): readonly ((url: URL) => boolean)[] {
  if (permission === '<all_urls>') return [({ protocol }) => webSchemes.has(protocol)]
  const parts = /^(\*|https?):\/\/(\*|(?:\*\.)?[^/*:]+)(?::(\d+|\*))?\//.exec(permission)
  if (parts === null) return []
  const [, scheme = '', host = '', port = '*'] = parts
  const isHost = hostTest(host.toLowerCase())
  return [
    (url) =>
      (scheme === '*' ? webSchemes.has(url.protocol) : url.protocol === `${scheme}:`) &&
      isHost(url.hostname) &&
      (port === '*' || port === (url.port || (url.protocol === 'http:' ? '80' : '443'))),
  ]
}

const webSchemes: ReadonlySet<string> = new Set(['http:', 'https:'])

function hostTest(host: string): (name: string) => boolean {
  if (host === '*') return () => true
  if (!host.startsWith('*.')) return (name) => name === host
  const domain = host.slice(2)
  return (name) => name === domain || name.endsWith(`.${domain}`)
}
