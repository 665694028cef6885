/**
 * The properties that an app gives a socket of chrome.sockets, in `create` and `update`.
 * Source: Chromium extensions/common/api/sockets_tcp.idl and extensions/browser/api/socket/socket.h
 */
import type { ValueType } from '../../bindings/value-types.ts'
import { boolean, dictionary, integer, string } from '../../bindings/value-types.ts'

const { min } = Math

/** The properties of a listening socket. A property that is left out, null or undefined stays as it is. */
export interface ServerProperties {
  /** Kept and shown, without an effect. In Chrome a persistent socket outlives its event page; an app here has none. */
  persistent?: boolean | null
  /** A name for the app's own use. An empty text removes it. */
  name?: string | null
}

/** The properties of a socket that receives. */
export interface ReceiverProperties extends ServerProperties {
  /** The most bytes that one event brings, at most 65536; for UDP, the longest datagram that fits. By default, and for 0 or less, 4096. */
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

/** In bytes: the size of the pipe between Chromium's processes. No read gives more. */
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
