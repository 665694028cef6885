/** Colours for terminals. The user can turn them off: https://no-color.org */
import { styleText } from 'node:util'

export type Paint = (text: string) => string

export interface Palette {
  readonly bold: Paint
  readonly dim: Paint
  readonly name: Paint
  readonly good: Paint
  readonly warning: Paint
  readonly bad: Paint
}

interface Output {
  readonly isTTY?: boolean
}

/** The palette for a stream. It leaves text plain if the stream is not a terminal, or if the user has turned colours off. */
export function paletteFor(output: Output, environment: NodeJS.ProcessEnv = process.env): Palette {
  const plain = output.isTTY !== true || Boolean(environment['NO_COLOR']) || environment['TERM'] === 'dumb'
  const paint =
    (style: Parameters<typeof styleText>[0]): Paint =>
    (text) =>
      plain || text === '' ? text : styleText(style, text, { validateStream: false })
  return {
    bold: paint('bold'),
    dim: paint('dim'),
    name: paint('cyan'),
    good: paint('green'),
    warning: paint('yellow'),
    bad: paint('red'),
  }
}
