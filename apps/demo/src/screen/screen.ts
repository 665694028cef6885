/**
 * The layout: a heading for each scene, under it a line for each call with its result in a second column.
 * A result that comes after other lines gets a line of its own: `↳ accept(3)`.
 */
import type { Paint, Palette } from './paint.ts'

const indent = '   '
/** On a wide terminal results stand in a column, on a narrow one below their call if they are long. */
const [narrowResultColumn, wideResultColumn] = [30, 48]

export type Tone = 'good' | 'warning'

/** A call on the screen, which is not over yet. */
export interface CallLine {
  /** The result may have several lines. `remark` says more about it. */
  finish(result: string, tone: Tone, remark?: string): void
  /** There will be no result. */
  end(): void
}

export class Screen {
  readonly palette: Palette
  readonly #width: number
  readonly #resultColumn: number
  readonly #write: (text: string) => void
  /** The call that the cursor stands behind. */
  #open: CallLine | undefined

  /** `width` is in characters. */
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

  /** `args` is what stands between the parentheses; `shortArgs` that when the call is mentioned again. */
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

  /** Shows an event and what it brought. */
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

  /** Whoever writes in between leaves a call without its result, for now. */
  #leaveOpenLine(): void {
    if (this.#open !== undefined) this.#write(this.palette.dim(' …\n'))
    this.#open = undefined
  }
}

/** Lines of at most `width` characters, broken between the members of an object if that suffices, else between words. */
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

/** The screen that a stream is: 80 columns where it is no terminal. */
export function screenOn(stream: NodeJS.WriteStream, palette: Palette): Screen {
  return new Screen(palette, stream.isTTY ? stream.columns : 80, (text) => stream.write(text))
}
