/**
 * The properties that an app gives a socket of chrome.sockets, in `create` and `update`.
 * Source: Chromium extensions/common/api/sockets_tcp.idl and extensions/browser/api/socket/socket.h
 */
import type { ValueType } from '../../bindings/value-types.ts'
import { boolean, dictionary, integer, string } from '../../bindings/value-types.ts'

const { min } = Math

/** The properties of a listening socket. A property that is left out, null or undefined stays as it is. */
export interface ServerProperties {
  /**
   * A flag that `getInfo` returns and that has no other effect. In Chrome a persistent socket outlives its event page,
   * which an app here does not have.
   */
  persistent?: boolean | null
  /** A name for the app's own use. An empty text removes it. */
  name?: string | null
}

/** The properties of a socket that receives. */
export interface ReceiverProperties extends ServerProperties {
  /**
   * The largest number of bytes in one event, at most 65536, or the longest datagram that fits. The default is 4096,
   * also for 0 or less.
   */
  bufferSize?: number | null
}

const serverMembers = { persistent: boolean, name: string }
const receiverMembers = { ...serverMembers, bufferSize: integer }

/** Makes the type. `name` is the name of the namespace's own type, such as `sockets.tcp.SocketProperties`. */
export function receiverProperties(name: string): ValueType<ReceiverProperties> {
  return dictionary<ReceiverProperties>(name, receiverMembers)
}

export function serverProperties(name: string): ValueType<ServerProperties> {
  return dictionary<ServerProperties>(name, serverMembers)
}

/** The size in bytes of the pipe between Chromium's processes, which limits a read. */
const largestRead = 65_536

const defaultBufferSize = 4096

/** The properties of one socket. */
export class Properties {
  persistent = false
  name = ''
  /** The value from the app. */
  bufferSize = 0

  /** Changes the properties that are present, and leaves the others. */
  update({ persistent, name, bufferSize }: ReceiverProperties): void {
    this.persistent = persistent ?? this.persistent
    this.name = name ?? this.name
    this.bufferSize = bufferSize ?? this.bufferSize
  }

  /** The largest number of bytes that the next read gets. */
  get readSize(): number {
    return this.bufferSize > 0 ? min(this.bufferSize, largestRead) : defaultBufferSize
  }

  /** The properties for `getInfo`. Chromium leaves out a name or a size that is not set, which is undefined here. */
  get shown(): { persistent: boolean; name: string | undefined; bufferSize: number | undefined } {
    const { bufferSize, name, persistent } = this
    return { bufferSize: bufferSize > 0 ? bufferSize : undefined, name: name === '' ? undefined : name, persistent }
  }
}
