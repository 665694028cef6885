/**
 * The functions of chrome.socket, as data.
 * Source: Chromium extensions/common/api/socket.idl; its comments say what each function is for.
 */

/** A parameter's type. `name` is how Chromium writes it in a signature. */
export type TypeSpec =
  | { readonly kind: 'integer' | 'string' | 'boolean' | 'binary' | 'function'; readonly name: string }
  | { readonly kind: 'enum'; readonly name: string; readonly values: readonly string[] }
  | { readonly kind: 'dictionary'; readonly name: string; readonly members: Readonly<Record<string, TypeSpec>> }

export interface ParameterSpec {
  readonly name: string
  readonly type: TypeSpec
  readonly optional: boolean
}

export interface FunctionSpec {
  readonly name: FunctionName
  readonly parameters: readonly ParameterSpec[]
  /**
   * Whether the last parameter is the callback; `destroy` and `disconnect` have none. Where it is optional and left out,
   * the call returns a promise; where it is not, lastError may be set along with a result.
   */
  readonly hasCallback: boolean
}

export type FunctionName =
  | 'create'
  | 'destroy'
  | 'connect'
  | 'bind'
  | 'disconnect'
  | 'read'
  | 'write'
  | 'recvFrom'
  | 'sendTo'
  | 'listen'
  | 'accept'
  | 'setKeepAlive'
  | 'setNoDelay'
  | 'getInfo'
  | 'getNetworkList'
  | 'joinGroup'
  | 'leaveGroup'
  | 'setMulticastTimeToLive'
  | 'setMulticastLoopbackMode'
  | 'getJoinedGroups'
  | 'secure'

const integer: TypeSpec = { kind: 'integer', name: 'integer' }
const string: TypeSpec = { kind: 'string', name: 'string' }
const boolean: TypeSpec = { kind: 'boolean', name: 'boolean' }
const binary: TypeSpec = { kind: 'binary', name: 'binary' }

const socketType: TypeSpec = { kind: 'enum', name: 'socket.SocketType', values: ['tcp', 'udp'] }
const createOptions: TypeSpec = { kind: 'dictionary', name: 'socket.CreateOptions', members: {} }
const tlsVersionConstraints: TypeSpec = {
  kind: 'dictionary',
  name: 'socket.TLSVersionConstraints',
  members: { min: string, max: string },
}
const secureOptions: TypeSpec = {
  kind: 'dictionary',
  name: 'socket.SecureOptions',
  members: { tlsVersion: tlsVersionConstraints },
}

const required = (name: string, type: TypeSpec): ParameterSpec => ({ name, type, optional: false })
const optional = (name: string, type: TypeSpec): ParameterSpec => ({ name, type, optional: true })

const socketId = required('socketId', integer)
const callback = required('callback', { kind: 'function', name: 'function' })

function returnsNothing(name: FunctionName, ...parameters: ParameterSpec[]): FunctionSpec {
  return { name, parameters, hasCallback: false }
}

function takesCallback(name: FunctionName, ...parameters: ParameterSpec[]): FunctionSpec {
  return { name, parameters: [...parameters, callback], hasCallback: true }
}

function callbackOrPromise(name: FunctionName, ...parameters: ParameterSpec[]): FunctionSpec {
  return { name, parameters: [...parameters, optional('callback', callback.type)], hasCallback: true }
}

/** In the order in which an app finds them on `chrome.socket`. */
export const functionSpecs: readonly FunctionSpec[] = [
  takesCallback('accept', socketId),
  takesCallback('bind', socketId, required('address', string), required('port', integer)),
  takesCallback('connect', socketId, required('hostname', string), required('port', integer)),
  callbackOrPromise('create', required('type', socketType), optional('options', createOptions)),
  returnsNothing('destroy', socketId),
  returnsNothing('disconnect', socketId),
  callbackOrPromise('getInfo', socketId),
  takesCallback('getJoinedGroups', socketId),
  callbackOrPromise('getNetworkList'),
  takesCallback('joinGroup', socketId, required('address', string)),
  takesCallback('leaveGroup', socketId, required('address', string)),
  takesCallback(
    'listen',
    socketId,
    required('address', string),
    required('port', integer),
    optional('backlog', integer),
  ),
  takesCallback('read', socketId, optional('bufferSize', integer)),
  takesCallback('recvFrom', socketId, optional('bufferSize', integer)),
  takesCallback('secure', socketId, optional('options', secureOptions)),
  takesCallback('sendTo', socketId, required('data', binary), required('address', string), required('port', integer)),
  takesCallback('setKeepAlive', socketId, required('enable', boolean), optional('delay', integer)),
  takesCallback('setMulticastLoopbackMode', socketId, required('enabled', boolean)),
  takesCallback('setMulticastTimeToLive', socketId, required('ttl', integer)),
  takesCallback('setNoDelay', socketId, required('noDelay', boolean)),
  takesCallback('write', socketId, required('data', binary)),
]
