/**
 * Colours, where the terminal has them. Sources: ECMA-48 8.3.117 (SGR), https://no-color.org
 */
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

/** The palette for a stream: plain text when it is no terminal, or when the user wants none. */
export function paletteFor(output: Output, environment: NodeJS.ProcessEnv = process.env): Palette {
  const plain = output.isTTY !== true || Boolean(environment['NO_COLOR']) || environment['TERM'] === 'dumb'
  const sgr =
    (on: number, off: number): Paint =>
    (text) =>
      plain || text === '' ? text : `\x1b[${on}m${text}\x1b[${off}m`
  return {
    bold: sgr(1, 22),
    dim: sgr(2, 22),
    name: sgr(36, 39),
    good: sgr(32, 39),
    warning: sgr(33, 39),
    bad: sgr(31, 39),
  }
}
