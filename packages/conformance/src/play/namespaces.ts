/**
 * The namespaces that scenarios call. A function or an event is written with its namespace, `tcp.connect` for
 * chrome.sockets.tcp.connect; a bare name is one of chrome.socket.
 */
import type { UntypedChrome } from '../scenario.ts'

export type NamespaceName = 'socket' | 'tcp' | 'tcpServer' | 'udp'

export function namespaceOf(name: string): NamespaceName {
  const [namespace = '', member] = name.split('.')
  return member === undefined ? 'socket' : (namespace as NamespaceName)
}

/** The function or the event of that name. */
export function memberNamed<Member>(chrome: UntypedChrome, name: string): Member {
  const namespace = namespaceOf(name)
  if (namespace === 'socket') return chrome.socket[name] as Member
  return chrome.sockets?.[namespace]?.[name.slice(namespace.length + 1)] as Member
}

/** False for two functions of chrome.socket. In chrome.sockets every function takes a callback. */
export function takesCallback(name: string): boolean {
  return name !== 'destroy' && name !== 'disconnect'
}
