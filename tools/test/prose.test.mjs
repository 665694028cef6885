/** Comments and documents name their subject: no sentence begins with "What", "Who", "Of", "So many", "So much", or "That" and a verb. */
import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { markdownFiles } from '../markdown.mjs'
import { hiddenSubjectsInMarkdown, hiddenSubjectsInSource } from '../prose.mjs'
import { read, root } from '../workspace.mjs'

/** The folders whose sentences still have to be rewritten. Remove a folder from the list when its sentences are done. */
const later = []

const isDone = (file) => !later.some((folder) => file.startsWith(folder))

function sourceFiles() {
  const patterns = ['ts', 'mjs', 'js', 'cjs', 'c'].map((extension) => `*.${extension}`)
  const { stdout } = spawnSync('git', ['ls-files', ...patterns], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
  return stdout.split('\n').filter((file) => file !== '')
}

describe('sentences name their subject', () => {
  it('in comments', () => {
    const files = sourceFiles().filter(isDone)
    expect(files.length).toBeGreaterThan(200)
    expect(files.flatMap((file) => hiddenSubjectsInSource(read(file)).map((found) => `${file}: ${found}`))).toEqual([])
  })

  it('in Markdown', () => {
    const files = markdownFiles().filter(isDone)
    expect(files.length).toBeGreaterThan(10)
    expect(files.flatMap((file) => hiddenSubjectsInMarkdown(read(file)).map((found) => `${file}: ${found}`))).toEqual(
      [],
    )
  })
})

describe('the search', () => {
  it.each([
    ['/** What a client has to trust; PEM. */', ['What a client has to trust; PEM.']],
    ['// The first. Of the second, a part.', ['Of the second, a part.']],
    ['// A sentence that goes on.\n// So much of a core spoils a turn.', ['So much of a core spoils a turn.']],
    ['/**\n * One line.\n *\n * So many bytes\n * are sent.\n */', ['So many bytes are sent.']],
    ['/** @returns What ends the cut. */', ['What ends the cut.']],
    ['/* A part (of it). What follows. */', ['What follows.']],
    ['// One turn. That saves a tick. That turn is due.', ['That saves a tick.']],
    ['const text = "// What is this"', []],
    ['const text = `/* What */ ${1}` // Office hours.', []],
    ["const quote = /['`]/ // Of quotes.\nconst other = '`'", ['Of quotes.']],
    ['/** Says what it is. Whatever comes, often. */', []],
  ])('of comments in %j finds %j', (text, found) => {
    expect(hiddenSubjectsInSource(text)).toEqual(found)
  })

  it.each([
    ['What it uses is listed.', ['What it uses is listed.']],
    ['The list.\n\n- Of these, one.\n- Two. What else.', ['Of these, one.', 'What else.']],
    ['| a | What it does |\n|---|---|', ['What it does']],
    ['## What is it?\n\nText. What now? Go on.', []],
    ['```js\n// What\n```\nText with `code. What is`.', []],
  ])('of Markdown in %j finds %j', (text, found) => {
    expect(hiddenSubjectsInMarkdown(text)).toEqual(found)
  })
})
