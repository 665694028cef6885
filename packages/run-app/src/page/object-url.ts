/** The Blobs that have a URL. Source: https://w3c.github.io/FileAPI/#url */

/** The text of a Blob. `type` is its media type. */
export interface ObjectText {
  readonly text: string
  readonly type: string
}

/** Reads a Blob by its URL. The promise gives undefined for a URL that no Blob has. */
export type ReadObjectUrl = (url: string) => Promise<ObjectText | undefined>

/** Reads a Blob of the runtime, which knows the URLs that it made. */
export const readRuntimeObject: ReadObjectUrl = (url) =>
  fetch(url).then(
    async (answer) => {
      // Bun forgets the type when the text is read.
      const type = answer.headers.get('content-type') ?? ''
      return { text: await answer.text(), type }
    },
    () => undefined,
  )
