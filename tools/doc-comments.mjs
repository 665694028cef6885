/**
 * Doc comments as data: their tags, and which functions the packages and the namespaces have. Read from the source text, as
 * exported-names.mjs does it.
 */
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { exportedNames } from './exported-names.mjs'
import { publishedPackages, root } from './workspace.mjs'

/**
 * `{ summary, tags }` of a comment: `tags` are `{ tag, text }` in order. An `@` within a line begins no tag, as in TypeDoc, so an
 * example may import what it likes.
 */
export function readComment(comment) {
  const lines = comment
    .replace(/^\/\*\*\s?/, '')
    .replace(/\s*\*\/$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
  const tags = []
  const summary = []
  for (const line of lines) {
    const found = /^@(\w+) ?(.*)$/.exec(line)
    if (found) tags.push({ tag: found[1], text: found[2] })
    else if (tags.length === 0) summary.push(line)
    else tags.at(-1).text += `\n${line}`
  }
  return { summary: summary.join('\n').trim(), tags: tags.map(({ tag, text }) => ({ tag, text: text.trim() })) }
}

/** The texts of one tag. */
export function textsOf(comment, tag) {
  return readComment(comment)
    .tags.filter((each) => each.tag === tag)
    .map(({ text }) => text)
}

/** The doors of the packages: `{ title, file }`, `title` as one imports it. */
export const doors = publishedPackages().flatMap(({ path, manifest }) =>
  Object.entries(manifest.exports).flatMap(([entry, { '@chrome-socket/source': source }]) =>
    source === undefined ? [] : [{ title: manifest.name + entry.slice(1), file: join(path, source) }],
  ),
)

/** `{ title, parameters, comment }` of each function that a package exports, once, with the classes, which are made by a call, too. */
export function exportedFunctions() {
  const found = new Map()
  for (const { file } of doors) {
    for (const [name, declared] of exportedNames(file)) {
      if (declared === undefined || found.has(`${declared.file} ${name}`)) continue
      const parameters = parametersOf(readFileSync(declared.file, 'utf8'), name)
      if (parameters === undefined) continue
      const title = `${name} in ${relative(root, declared.file)}`
      found.set(`${declared.file} ${name}`, { title, parameters, comment: declared.comment })
    }
  }
  return [...found.values()]
}

/** Undefined for what is no function and no class. Those of a class are in the comment of its constructor. */
function parametersOf(text, name) {
  if (new RegExp(`^(?:export )?(?:abstract )?class ${name}\\b`, 'm').test(text)) return []
  const made = new RegExp(`^(?:export )?(?:async )?function\\*? ${name}\\b`, 'm').exec(text)
  const arrow = new RegExp(`^(?:export )?const ${name}(?:: \\w+)? = (?:async )?(?=\\([^)]*\\)[^=\\n]*=>)`, 'm').exec(
    text,
  )
  const start = made ?? arrow
  if (start === null) return undefined
  const rest = text.slice(start.index + start[0].length).replaceAll('=>', '')
  return parameterNames(rest.startsWith('<') ? rest.slice(endOfTypes(rest)) : rest)
}

/** Where the type parameters of a function end, with which `text` begins. */
function endOfTypes(text) {
  let depth = 0
  for (let index = 0; ; index += 1) {
    if (text[index] === '<') depth += 1
    if (text[index] === '>') depth -= 1
    if (depth === 0) return index + 1
  }
}

/** `a: number, b = 1, { c }: D): …` → `['a', 'b', '{']`: one that is taken apart has whatever name its comment gives it. */
function parameterNames(text) {
  let depth = 0
  let current = ''
  const parameters = []
  for (const character of text.slice(text.indexOf('(') + 1).replaceAll('=>', '')) {
    if (depth === 0 && (character === ')' || character === ',')) {
      parameters.push(current)
      current = ''
      if (character === ')') break
      continue
    }
    if ('([{<'.includes(character)) depth += 1
    if (')]}>'.includes(character)) depth -= 1
    current += character
  }
  return parameters.flatMap((parameter) => /^\s*(?:\.\.\.)?(\w+|[[{])/.exec(parameter)?.[1] ?? [])
}

const folder = join(root, 'packages/api/src/namespaces')

/** The namespaces, and the files that have their signatures. */
export const namespaces = [
  ['socket', ['socket/common-signatures', 'socket/tcp-signatures', 'socket/udp-signatures']],
  [
    'sockets.tcp',
    [
      'sockets/pausable-signatures',
      'sockets/tcp/socket-signatures',
      'sockets/tcp/connection-signatures',
      'sockets/tcp/chrome-sockets-tcp',
    ],
  ],
  [
    'sockets.tcpServer',
    [
      'sockets/pausable-signatures',
      'sockets/tcp-server/socket-signatures',
      'sockets/tcp-server/listen-signatures',
      'sockets/tcp-server/chrome-sockets-tcp-server',
    ],
  ],
  [
    'sockets.udp',
    [
      'sockets/pausable-signatures',
      'sockets/udp/socket-signatures',
      'sockets/udp/datagram-signatures',
      'sockets/udp/multicast-signatures',
      'sockets/udp/chrome-sockets-udp',
    ],
  ],
].map(([name, files]) => ({ name, files: files.map((file) => join(folder, `${file}.ts`)) }))

/**
 * `{ name, forms }` of each function and event of a namespace; a form is `{ parameters, comment }`, and a function whose callback
 * or options may be left out has several. One of them has the whole comment.
 */
export function namespaceMembers(files) {
  const members = new Map()
  for (const text of files.map((file) => readFileSync(file, 'utf8'))) {
    for (const { 1: comment, 2: name, index, 0: all } of text.matchAll(member)) {
      const parameters = all.endsWith('(') ? parameterNames(text.slice(index + all.length - 1)) : []
      members.set(name, [...(members.get(name) ?? []), { parameters, comment }])
    }
  }
  return [...members].map(([name, forms]) => ({ name, forms }))
}

const member = /^(?: {2}(\/\*\*(?:(?!\*\/)[^])*\*\/)\n)? {2}(?:readonly )?(\w+)(?:\(|: ChromeEvent<)/gm

/**
 * `{ title, name, isFunction, comment, parameters }` of each member of the interfaces and classes that the packages export. Private
 * ones and constructors are left out: a class has the comment for its constructor.
 */
export function exportedMembers() {
  const seen = new Set()
  return doors.flatMap(({ file }) =>
    [...exportedNames(file)].flatMap(([name, declared]) => {
      if (declared === undefined || seen.has(`${declared.file} ${name}`)) return []
      seen.add(`${declared.file} ${name}`)
      const body = new RegExp(`^export (?:interface|(?:abstract )?class) ${name}\\b[^]*?^\\}`, 'm')
      const [text] = body.exec(readFileSync(declared.file, 'utf8')) ?? ['']
      return membersIn(text).map((each) => ({
        title: `${name}.${each.name} in ${relative(root, declared.file)}`,
        ...each,
      }))
    }),
  )
}

function membersIn(text) {
  return [...text.matchAll(anyMember)]
    .filter(([, , name]) => name !== 'constructor')
    .map(({ 0: all, 1: comment, 2: name, 3: after, index }) => ({
      name,
      comment,
      isFunction: after.endsWith('(') && !/^ {2}get /m.test(all),
      parameters: after.endsWith('(') ? parameterNames(text.slice(index + all.length - 1)) : [],
    }))
}

const anyMember =
  /^(?: {2}(\/\*\*(?:(?!\*\/)[^])*\*\/)\n)? {2}(?:(?:readonly|async|override|get|static) )*(\w+)(\??(?:\(|<|:| =))/gm

/** `{ name, source }` of each example in a package's doc comments. */
export function examples(file) {
  const comments = readFileSync(file, 'utf8').match(/\/\*\*(?:(?!\*\/)[^])*\*\//g) ?? []
  return comments
    .flatMap((comment) => textsOf(comment, 'example'))
    .map((source, index) => ({ name: `${relative(root, file)}, example ${index + 1}`, language: 'ts', source }))
}
