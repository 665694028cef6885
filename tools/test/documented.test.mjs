/**
 * Every entry and every exported name has a doc comment. The comment of a function also gives its parameters, its errors and an
 * example. `npm run reference` makes pages of these comments.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { NetError } from '../../packages/api/src/index.ts'
import {
  doors,
  exportedFunctions,
  exportedMembers,
  namespaceMembers,
  namespaces,
  readComment,
  textsOf,
} from '../doc-comments.mjs'
import { exportedNames } from '../exported-names.mjs'
import { root } from '../workspace.mjs'

describe.each(doors)('$title', ({ file }) => {
  const names = [...exportedNames(file)].filter(([, found]) => found !== undefined)

  it('begins with a doc comment', () => {
    expect(readFileSync(file, 'utf8')).toMatch(/^(?:\/\/\/.*\n)*\/\*\*/)
  })

  it('has a comment for every exported name', () => {
    const silent = names.filter(([, { comment }]) => comment === undefined)
    expect(silent.map(([name, found]) => `${name} in ${relative(root, found.file)}`)).toEqual([])
  })
})

it('exportedNames finds the file that declares a name', () => {
  const names = exportedNames(join(root, 'packages/api/src/index.ts'))
  expect([...names.keys()]).toEqual(expect.arrayContaining(['createChrome', 'NetError', 'ChromeSocket', 'Backend']))
  expect(names.get('Backend').file).toBe(join(root, 'packages/api/src/backend/contract/backend.ts'))
})

/** The complaints about the comment of a function. */
function lacks(comment, parameters) {
  const { summary, tags } = readComment(comment)
  const has = (tag) => tags.some((each) => each.tag === tag && each.text !== '')
  const documented = tags.filter(({ tag }) => tag === 'param').map(({ text }) => text.split(/\s/)[0])
  const named = parameters.filter((name) => /\w/.test(name))
  const others = documented.filter((name) => !named.includes(name))
  return [
    ...(summary === '' ? ['what it does'] : []),
    ...named.filter((name) => !documented.includes(name)).map((name) => `@param ${name}`),
    ...(others.length === parameters.length - named.length
      ? []
      : [`@param of ${others.join(', ') || 'what is taken apart'}`]),
    ...(has('errors') || has('throws') ? [] : ['@errors or @throws']),
    ...(has('example') ? [] : ['@example']),
  ]
}

describe('exported functions', () => {
  const functions = exportedFunctions()

  it.each(functions)('$title', ({ comment, parameters }) => {
    expect(lacks(comment, parameters)).toEqual([])
  })

  it('are found', () => {
    const titles = functions.map(({ title }) => title)
    expect(titles).toContain('createChrome in packages/api/src/create-chrome.ts')
    expect(titles).toContain('sequence in packages/x509/src/issuing/der-writer.ts')
    expect(titles.length).toBeGreaterThan(130)
  })
})

describe('members of what is exported', () => {
  const members = exportedMembers()
  /** The interfaces and classes whose methods a user calls, or writes. */
  const called =
    'ChromeBase ChromeEvent RunningApp MemoryNetwork MemoryStream ' +
    'Backend ByteStream DatagramSocket Reader TcpListener TcpStream TlsProvider'
  /** Their example is that of the class: one method alone is of no use. The methods of all others have a sentence each. */
  const kit = 'AcceptQueue DatagramInbox Inbox Source PendingOperation Queue Outbox'
  const isOneOf =
    (names) =>
    ({ title, isFunction }) =>
      isFunction && names.split(' ').includes(title.split('.')[0])

  it('have a comment', () => {
    expect(members.filter(({ comment }) => comment === undefined).map(({ title }) => title)).toEqual([])
    expect(members.length).toBeGreaterThan(400)
  })

  it.each(members.filter(isOneOf(called)))('$title', ({ comment, parameters }) => {
    expect(lacks(comment, parameters)).toEqual([])
  })

  it.each(members.filter(isOneOf(kit)))('$title', ({ comment, parameters }) => {
    expect(lacks(comment, parameters)).toEqual(['@example'])
  })

  it('are found', () => {
    const found = members.filter(isOneOf(`${called} ${kit}`)).map(({ title }) => title.split('.')[0])
    expect([...new Set(found)].toSorted()).toEqual(`${called} ${kit}`.split(' ').toSorted())
  })
})

describe.each(namespaces)('chrome.$name', ({ name: namespace, files }) => {
  const members = namespaceMembers(files)

  it.each(members)('$name', ({ name, forms }) => {
    const comments = forms.map(({ comment }) => comment ?? '')
    expect(comments, `each form of ${name} has a comment`).not.toContain('')
    const whole = comments.filter((comment) => textsOf(comment, 'example').length > 0)
    expect(whole, `one form of ${name} has the whole comment`).toHaveLength(1)
    const parameters = [...new Set(forms.flatMap((form) => form.parameters))]
    expect(lacks(whole[0], parameters)).toEqual([])
  })

  /** Found in the source of Chromium's: `extensions/common/api`. */
  const counts = { socket: 21, 'sockets.tcp': 12 + 2, 'sockets.tcpServer': 8 + 2, 'sockets.udp': 14 + 2 }

  it('has all its functions and events', () => {
    expect(members).toHaveLength(counts[namespace])
  })
})

it('every text of lastError in the comments is in the code', () => {
  const code = readdirSync(join(root, 'packages/api/src'), { recursive: true })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(root, 'packages/api/src', file), 'utf8').replaceAll(/\/\*\*[^]*?\*\//g, ''))
    .join('\n')
  const texts = namespaces
    .flatMap(({ files }) => namespaceMembers(files))
    .flatMap(({ forms }) => forms.flatMap(({ comment }) => [...comment.matchAll(/lastError `([^`]*)`/g)]))
    .map(([, text]) => text)
  // NAME stands for a backend's name, and … for the rest of a text.
  const isInCode = (text) => text.split(/NAME|…/).every((part) => code.includes(part))
  expect([...new Set(texts)].filter((text) => !isInCode(text))).toEqual([])
  expect(new Set(texts).size).toBeGreaterThan(15)
})

describe('net errors in comments', () => {
  const comments = [
    ...exportedFunctions().map(({ title, comment }) => [title, comment]),
    ...exportedMembers().flatMap(({ title, comment = '' }) => (comment.includes('@errors') ? [[title, comment]] : [])),
    ...namespaces.flatMap(({ name, files }) =>
      namespaceMembers(files).flatMap((member) =>
        member.forms.map(({ comment }) => [`${name}.${member.name}`, comment]),
      ),
    ),
  ]

  it.each(comments)('%s', (_, comment) => {
    const named = [...comment.matchAll(/`(-\d+) (ERR_\w+)`/g)]
    expect(named.filter(([, number, name]) => NetError[name] !== Number(number)).map(([text]) => text)).toEqual([])
    const listed = textsOf(comment, 'errors').join('\n')
    // -1 is also what Chromium gives where a socket is not there, and names nothing.
    expect([...listed.matchAll(/`(-\d+)`/g)].filter(([, number]) => number !== '-1').map(([text]) => text)).toEqual([])
  })
})
