/**
 * The layout of the show: a heading for each scene, and under it a line for each call with its result in a second column.
 * A result that comes after other lines gets its own line: `↳ accept(3)`.
 */
import type { Paint, Palette } from './paint.ts'

const indent = '   '
/** The columns of the results on a narrow and on a wide terminal. A result that does not fit stands below its call. */
const [narrowResultColumn, wideResultColumn] = [30, 48]

export type Tone = 'good' | 'warning'

/** A call on the screen whose result is not known yet. */
export interface CallLine {
  /** Shows the result, which may have several lines, and a remark about it. */
  finish(result: string, tone: Tone, remark?: string): void
  /** Ends the line of a call without a result. */
  end(): void
}

export class Screen {
  readonly palette: Palette
  readonly #width: number
  readonly #resultColumn: number
  readonly #write: (text: string) => void
  /** The call whose line the cursor is on. */
  #open: CallLine | undefined

  /** Makes a screen that is `width` characters wide. */
  constructor(palette: Palette, width: number, write: (text: string) => void) {
    this.palette = palette
    this.#width = width
    this.#resultColumn = width < 100 ? narrowResultColumn : wideResultColumn
    this.#write = write
  }

  line(text = ''): void {
    this.#leaveOpenLine()
    this.#write(`${text}\n`)
  }

  heading(title: string): void {
    this.line()
    this.line(this.palette.bold(title))
  }

  note(text: string): void {
    this.line(indent + this.palette.dim(`// ${text}`))
  }

  /** Shows a call with `args` in its parentheses. A result on its own line repeats the call with `shortArgs`. */
  call(name: string, args: string, shortArgs: string): CallLine {
    const { palette } = this
    const line: CallLine = {
      finish: (result, tone, remark = '') => {
        let column = indent.length + name.length + args.length + 2
        if (this.#open !== line) {
          const again = `${indent}↳ ${name}(${shortArgs})`
          this.#leaveOpenLine()
          this.#write(palette.dim(again))
          column = again.length
        }
        this.#open = undefined
        this.#write(this.#besideOrBelow(column, result, palette[tone], remark))
      },
      end: () => {
        this.#open = undefined
        this.#write('\n')
      },
    }
    this.#leaveOpenLine()
    this.#write(`${indent}${palette.name(name)}(${args})`)
    this.#open = line
    return line
  }

  /** Shows an event and its argument. */
  event(name: string, info: string): void {
    this.#leaveOpenLine()
    const text = `${indent}» ${name}`
    this.#write(this.palette.name(text))
    this.#write(this.#besideOrBelow(text.length, info, this.palette.good, ''))
  }

  #besideOrBelow(column: number, result: string, paint: Paint, remark: string): string {
    const length = Math.max(...result.split('\n').map((line) => line.length))
    const resultColumn = this.#resultColumn
    const fits = column < resultColumn && resultColumn + length + remark.length + 4 <= this.#width
    const left = fits ? resultColumn : 2 * indent.length
    const start = fits ? ' '.repeat(resultColumn - column) : `\n${' '.repeat(left)}`
    const lines = result.split('\n').flatMap((line) => wrap(line, this.#width - left - 2))
    const hanging = `\n${' '.repeat(left + 2)}`
    const isRoom = left + 2 + (lines.at(-1)?.length ?? 0) + 2 + remark.length <= this.#width
    const end = remark === '' ? '' : (isRoom ? '  ' : hanging) + paint(remark)
    return `${start}${this.palette.dim('→')} ${lines.map(paint).join(hanging)}${end}\n`
  }

  /** Ends the line of a call that has no result yet, before other text is written. */
  #leaveOpenLine(): void {
    if (this.#open !== undefined) this.#write(this.palette.dim(' …\n'))
    this.#open = undefined
  }
}

/**
 * Breaks text into lines of at most `width` characters, between the members of an object if these fit, else between words.
 */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  const members = text.split(/(?<=, )/)
  const isEnough = members.every((member) => member.length <= width)
  for (const part of isEnough ? members : text.split(/(?<= )/)) {
    if (line !== '' && (line + part).trimEnd().length > width) {
      lines.push(line.trimEnd())
      line = '  '
    }
    line += part
  }
  return [...lines, line]
}

/** Makes a screen of a stream. It is 80 columns wide if the stream is not a terminal. */
export function screenOn(stream: NodeJS.WriteStream, palette: Palette): Screen {
  return new Screen(palette, stream.isTTY ? stream.columns : 80, (text) => stream.write(text))
}
