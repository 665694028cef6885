/**
 * Completes Bun's stand-in for undici, through which jsdom loads files. The Dispatcher of the stand-in has no
 * `request`. This file adds it, on top of `dispatch`, which jsdom's own dispatcher has.
 * Source: https://undici.nodejs.org/#/docs/api/Dispatcher; seen with Bun 1.4.5 and jsdom 29.
 */
interface Dispatcher {
  dispatch(options: object, handler: object): unknown
  request?: (options: object) => Promise<unknown>
}

/** Whether jsdom can send requests by undici. Bun's stand-in sends none. */
export const hasUndici: boolean = !('Bun' in globalThis)

export async function completeUndici(): Promise<void> {
  if (hasUndici) return
  const name = 'undici'
  const { Dispatcher } = (await import(name)) as { Dispatcher: { prototype: Dispatcher } }
  Dispatcher.prototype.request ??= function request(this: Dispatcher, options) {
    return new Promise((resolve, reject) => {
      const chunks: Uint8Array[] = []
      let context: unknown
      let head = {}
      this.dispatch(options, {
        onRequestStart: (_: unknown, given: unknown) => void (context = given),
        onResponseStart(_: unknown, statusCode: number, headers: object, statusText: string) {
          head = { statusCode, headers, statusText }
        },
        onResponseData: (_: unknown, chunk: Uint8Array) => void chunks.push(chunk),
        onResponseEnd: () => resolve({ ...head, context, body: new Body(Buffer.concat(chunks)) }),
        onResponseError: (_: unknown, error: Error) => reject(error),
      })
    })
  }
}

/** A response's body, with the members that jsdom uses. */
class Body {
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  async bytes(): Promise<Uint8Array> {
    return this.#bytes
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    yield this.#bytes
  }
}
