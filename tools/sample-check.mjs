/** Type checks samples of code: those of Markdown pages, and the examples of doc comments. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from './workspace.mjs'

/**
 * `samples` are `{ name, language, source }`, each a whole module. `folder` is where they are written to meanwhile: a new name in
 * `examples`, from where all packages can be imported. `preamble` is TypeScript that declares their globals, if need be.
 *
 * Gives the errors of each sample by its name, in `errors`, and in `others` those that are of no file. The sources of the packages,
 * which are read with less strictness here, have checks of their own.
 */
export function checkSamples(folder, samples, preamble) {
  const path = join(root, 'examples', folder)
  const written = samples.map((sample, index) => ({
    ...sample,
    file: join(path, `${sample.name.replaceAll(/[^\w.]+/g, '-')}-${index}.${sample.language}`),
  }))
  mkdirSync(path, { recursive: true })
  try {
    for (const { file, source } of written) writeFileSync(file, `${source}\nexport {}\n`)
    const globals = preamble === undefined ? [] : [join(path, 'globals.ts')]
    for (const file of globals) writeFileSync(file, preamble)
    const lines = ['ts', 'js'].flatMap((language) => {
      const own = written.filter((sample) => sample.language === language).map(({ file }) => file)
      return own.length === 0 ? [] : check(path, language, [...globals, ...own])
    })
    const errors = new Map(samples.map(({ name }) => [name, []]))
    const others = []
    for (const line of lines) {
      const sample = written.find(({ file }) => line.startsWith(`${relative(root, file)}(`))
      if (sample !== undefined) errors.get(sample.name).push(line)
      else if (line.startsWith('error')) others.push(line)
    }
    return { errors, others }
  } finally {
    rmSync(path, { recursive: true, force: true })
  }
}

/** Compiles the samples of a language. JavaScript is not checked strictly, because its parameters have no types. */
function check(path, language, files) {
  const strictness = language === 'js' ? { strict: false, noImplicitAny: false } : {}
  const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false, rootDir: '../..', ...strictness }
  const config = join(path, `${language}.json`)
  writeFileSync(config, JSON.stringify({ extends: '../tsconfig.json', compilerOptions, files, include: [] }))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', config, '--pretty', 'false'], {
    cwd: root,
    encoding: 'utf8',
  })
  return stdout.split('\n')
}
