/** A datagram socket and a backend of such sockets, whose completions the test gives. */
import type {
  Backend,
  Completion,
  DatagramOptions,
  DatagramSocket,
  Endpoint,
  NetResult,
  OpenDatagramCompletion,
  ReceiveCompletion,
} from '../../src/backend/index.ts'

interface ScriptedSend {
  readonly bytes: Uint8Array
  readonly to: Endpoint | undefined
  readonly complete: Completion
}

interface GroupChange {
  readonly kind: 'join' | 'leave'
  readonly group: string
  readonly complete: Completion
}

export class ScriptedDatagrams implements DatagramSocket {
  readonly local: Endpoint
  readonly peer?: Endpoint
  readonly sends: ScriptedSend[] = []
  readonly groupChanges: GroupChange[] = []
  /** Tells the pending receive its result. */
  completeReceive: ReceiveCompletion | undefined
  receiveSize = 0
  isClosed = false

  constructor(local = '192.0.2.1', peer?: Endpoint) {
    this.local = { address: local, port: 1000 }
    if (peer !== undefined) this.peer = peer
  }

  receive(max: number, complete: ReceiveCompletion): void {
    this.receiveSize = max
    this.completeReceive = complete
  }

  send(bytes: Uint8Array, to: Endpoint | undefined, complete: Completion): void {
    this.sends.push({ bytes, to, complete })
  }

  joinGroup(group: string, complete: Completion): void {
    this.groupChanges.push({ kind: 'join', group, complete })
  }

  leaveGroup(group: string, complete: Completion): void {
    this.groupChanges.push({ kind: 'leave', group, complete })
  }

  close(): void {
    this.isClosed = true
  }
}

interface Opening {
  readonly options: DatagramOptions
  isCancelled: boolean
  complete(result: NetResult, socket?: DatagramSocket): void
}

/** `openings` are those that the test has not completed yet. */
export function datagramBackend(): { backend: Backend; openings: Opening[] } {
  const openings: Opening[] = []
  const backend: Backend = {
    name: 'scripted',
    resolve: () => () => {},
    connect: () => () => {},
    openDatagram(options: DatagramOptions, complete: OpenDatagramCompletion) {
      const opening: Opening = { options, isCancelled: false, complete }
      openings.push(opening)
      return () => {
        opening.isCancelled = true
      }
    },
  }
  return { backend, openings }
}
