/**
 * The properties that an app gives a socket of chrome.sockets, in `create` and `update`.
 * Source: Chromium extensions/common/api/sockets_tcp.idl and extensions/browser/api/socket/socket.h
 */
import type { ValueType } from '../../bindings/value-types.ts'
import { boolean, dictionary, integer, string } from '../../bindings/value-types.ts'

const { min } = Math

/** The properties of a listening socket. Each may be left out, null or undefined: then it stays as it is. */
export interface ServerProperties {
  /** Kept and shown. In Chrome a persistent socket outlives its event page; an app here has none. */
  persistent?: boolean | null
  /** For the app's own use. An empty name takes it away. */
  name?: string | null
}

/** The properties of a socket that receives. */
export interface ReceiverProperties extends ServerProperties {
  /** In bytes: the most that one event brings. 4096 where it is not given, 0 or negative. It counts from the next read on. */
  bufferSize?: number | null
}

const serverMembers = { persistent: boolean, name: string }
const receiverMembers = { ...serverMembers, bufferSize: integer }

/** `name` is that of the namespace's own type: `sockets.tcp.SocketProperties`. */
export function receiverProperties(name: string): ValueType<ReceiverProperties> {
  return dictionary<ReceiverProperties>(name, receiverMembers)
}

export function serverProperties(name: string): ValueType<ServerProperties> {
  return dictionary<ServerProperties>(name, serverMembers)
}

/** In bytes. */
/** In bytes: what the pipe between Chromium's processes holds, so that no read gives more. */
const largestRead = 65_536

const defaultBufferSize = 4096

/** The properties of one socket. */
export class Properties {
  persistent = false
  name = ''
  /** As the app gave it. */
  bufferSize = 0

  /** Changes the properties that are given, and leaves the others. */
  update({ persistent, name, bufferSize }: ReceiverProperties): void {
    this.persistent = persistent ?? this.persistent
    this.name = name ?? this.name
    this.bufferSize = bufferSize ?? this.bufferSize
  }

  /** In bytes: the most that the next read asks for. */
  get readSize(): number {
    return this.bufferSize > 0 ? min(this.bufferSize, largestRead) : defaultBufferSize
  }

  /** For `getInfo`. Chromium leaves out a name or a size that is not set. */
  get shown(): { persistent: boolean; name?: string; bufferSize?: number } {
    return {
      ...(this.bufferSize > 0 && { bufferSize: this.bufferSize }),
      ...(this.name !== '' && { name: this.name }),
      persistent: this.persistent,
    }
  }
}
