/**
 * The functions that all three namespaces of chrome.sockets share. They get and set the state of a socket that can be
 * paused. Source: Chromium extensions/browser/api/sockets_tcp/sockets_tcp_api.cc and its siblings
 */
import type { Call } from '../../bindings/answers.ts'
import type { FunctionEntry } from '../../bindings/function-table.ts'
import { boolean, required } from '../../bindings/value-types.ts'
import type { ValueType } from '../../bindings/value-types.ts'
import type { SocketTable } from '../../sockets/socket-table.ts'
import type { Properties, ReceiverProperties } from './properties.ts'
import { socketIdParameter, socketNotFound } from '../socket-id.ts'

/** A socket of any of the namespaces. */
export interface PausableSocket {
  readonly properties: Properties
  setPaused(isPaused: boolean): void
  destroy(): void
}

interface PausableApp<Client extends PausableSocket> {
  readonly sockets: SocketTable<Client>
}

interface PausableFunctions<Client extends PausableSocket, Info, Given> {
  readonly getInfo: FunctionEntry<PausableApp<Client>, [socketId: number], Info>
  readonly getSockets: FunctionEntry<PausableApp<Client>, [], Info[]>
  readonly setPaused: FunctionEntry<PausableApp<Client>, [socketId: number, paused: boolean], void>
  readonly update: FunctionEntry<PausableApp<Client>, [socketId: number, properties: Given], void>
}

/**
 * Makes the functions. `propertiesType` is the namespace's own type. `infoOf` returns the properties that `getInfo`
 * shows.
 */
export function pausableFunctions<Client extends PausableSocket, Info, Given extends ReceiverProperties>(
  propertiesType: ValueType<Given>,
  infoOf: (client: Client) => Info,
): PausableFunctions<Client, Info, Given> {
  return {
    getInfo: {
      parameters: [socketIdParameter],
      answer: 'callback or promise',
      run: (app, call, socketId) => withSocket(app, call, socketId, (client) => call.complete(infoOf(client))),
    },

    getSockets: {
      parameters: [],
      answer: 'callback or promise',
      run: ({ sockets }, call) => call.complete(sockets.ids.map((socketId) => infoOf(sockets.get(socketId) as Client))),
    },

    setPaused: {
      parameters: [socketIdParameter, required('paused', boolean)],
      answer: 'callback or promise',
      run: (app, call, socketId, paused) =>
        withSocket(app, call, socketId, (client) => {
          // Chromium answers before it raises an event that resuming allows.
          call.complete()
          client.setPaused(paused)
        }),
    },

    update: {
      parameters: [socketIdParameter, required('properties', propertiesType)],
      answer: 'callback or promise',
      run: (app, call, socketId, properties) =>
        withSocket(app, call, socketId, (client) => {
          client.properties.update(properties)
          call.complete()
        }),
    },
  }
}

/** Runs a function with a socket, or completes `call` with Chromium's error if the socket does not exist. */
export function withSocket<Client extends PausableSocket>(
  app: PausableApp<Client>,
  call: Call<never>,
  socketId: number,
  use: (client: Client) => void,
): void {
  const client = app.sockets.get(socketId)
  if (client === undefined) call.complete(undefined, socketNotFound)
  else use(client)
}
