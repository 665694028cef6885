/**
 * Finds the names that a module exports and the file that declares each, by regular expressions on the source text. This
 * suffices for code that oxfmt has formatted and that has explicit types (`isolatedDeclarations`). It is much faster than a
 * type checker.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { publishedPackages } from './workspace.mjs'

const declaration =
  /^export (?:declare )?(?:async )?(?:abstract )?(?:const|let|function\*?|class|interface|type|enum) (\w+)/gm
const list = /^export (?:type )?\{([^}]*)\}(?: from '([^']+)')?/gm
const star = /^export \* from '([^']+)'/gm

/** The exported names: `name` → `{ file, comment }`. `comment` may be undefined. Names from other projects are left out. */
export function exportedNames(file, seen = new Set()) {
  const names = new Map()
  if (seen.has(file)) return names
  seen.add(file)
  const text = readFileSync(file, 'utf8')
  for (const { 1: name, index } of text.matchAll(declaration)) {
    if (!names.has(name)) names.set(name, { file, comment: commentBefore(text, index) })
  }
  for (const [, members, from] of text.matchAll(list)) {
    const source = from === undefined ? file : sourceOf(from, file)
    for (const [original, name] of namesIn(members)) {
      if (source === undefined) continue
      names.set(
        name,
        source === file ? declaredIn(file, text, original) : exportedNames(source, new Set()).get(original),
      )
    }
  }
  for (const [, from] of text.matchAll(star)) {
    const source = sourceOf(from, file)
    if (source === undefined) continue
    for (const [name, found] of exportedNames(source, seen)) if (!names.has(name)) names.set(name, found)
  }
  return names
}

/** Splits a list of names: `a, type b as c` → `[['a', 'a'], ['b', 'c']]`. */
function namesIn(members) {
  return members
    .split(',')
    .map((member) => member.replace(/^\s*(type )?/, '').trim())
    .filter((member) => member !== '')
    .map((member) => member.split(' as '))
    .map(([original, name = original]) => [original, name])
}

/** Finds the declaration of a name that a list exports: in the file itself, or in the file that it is imported from. */
function declaredIn(file, text, name) {
  const found = new RegExp(`^(?:const|let|function|class|interface|type|enum) ${name}\\b`, 'm').exec(text)
  if (found !== null) return { file, comment: commentBefore(text, found.index) }
  const imported = new RegExp(`^import (?:type )?\\{[^}]*\\b${name}\\b[^}]*\\} from '([^']+)'`, 'm').exec(text)
  const source = imported === null ? undefined : sourceOf(imported[1], file)
  return source === undefined ? undefined : exportedNames(source).get(name)
}

/** The doc comment directly before a declaration. */
function commentBefore(text, index) {
  const before = text.slice(0, index).trimEnd()
  return before.endsWith('*/') ? /\/\*\*(?:(?!\*\/)[^])*\*\/$/.exec(before)?.[0] : undefined
}

/** The file of a module specifier, or undefined if it belongs to another project. */
function sourceOf(specifier, file) {
  if (specifier.startsWith('.')) return resolve(dirname(file), specifier)
  const found = publishedPackages().find(({ manifest }) => `${specifier}/`.startsWith(`${manifest.name}/`))
  if (found === undefined) return undefined
  const entry = found.manifest.exports[`.${specifier.slice(found.manifest.name.length)}`]
  const path = entry && join(found.path, entry['@chrome-socket/source'])
  return path && existsSync(path) ? path : undefined
}
