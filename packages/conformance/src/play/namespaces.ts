/**
 * The namespaces that scenarios call. A function or an event is written with its namespace, such as `tcp.connect` for
 * chrome.sockets.tcp.connect; a bare name belongs to chrome.socket.
 */
import type { UntypedChrome } from '../scenario.ts'

export type NamespaceName = 'socket' | 'tcp' | 'tcpServer' | 'udp'

export function namespaceOf(name: string): NamespaceName {
  const [namespace = '', member] = name.split('.')
  return member === undefined ? 'socket' : (namespace as NamespaceName)
}

/** Finds the function or the event of a name. */
export function memberNamed<Member>(chrome: UntypedChrome, name: string): Member {
  const namespace = namespaceOf(name)
  if (namespace === 'socket') return chrome.socket[name] as Member
  return chrome.sockets?.[namespace]?.[name.slice(namespace.length + 1)] as Member
}

/**
 * Whether the function takes a callback. Two functions of chrome.socket take none; in chrome.sockets every function
 * takes a callback.
 */
export function takesCallback(name: string): boolean {
  return name !== 'destroy' && name !== 'disconnect'
}
