/** Every error that Chromium has given in a recording is in the comment of the function that gave it. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { namespaceMembers, namespaces, textsOf } from '../doc-comments.mjs'
import { read } from '../workspace.mjs'

const folder = 'packages/conformance/traces'
const lines = readdirSync(join(import.meta.dirname, '../..', folder))
  .map((file) => JSON.parse(read(join(folder, file))).traces ?? {})
  .flatMap((traces) => Object.values(traces).flat(2))

/** `read(#1, 4) -> {data: bytes(""), resultCode: -15}` and `udp.onReceiveError {resultCode: -142, …}`, and what each says of errors. */
const call = /^((?:tcp|tcpServer|udp)\.)?(\w+)\(.*\)(?: \(\d+\))? -> (.*)$/
const event = /^((?:tcp|tcpServer|udp)\.)(on\w+) (.*)$/
const number = /^(?:nothing|false)?(-\d+)|(?:resultCode|bytesWritten): (-\d+)/
const text = /\[([^[\]]*)\]$/

/** `{ code, text }` of each function's errors, by its full name. */
function recordedErrors() {
  const errors = new Map()
  for (const line of lines) {
    const found = call.exec(line) ?? event.exec(line)
    if (found === null) continue
    const [, namespace = '', name, result] = found
    const code = number.exec(result)
    const lastError = text.exec(result)?.[1]
    if (code === null && !/^(?:nothing|false) \[/.test(result)) continue
    const full = namespace === '' ? `socket.${name}` : `sockets.${namespace}${name}`
    const error = {
      code: code?.[1] ?? code?.[2],
      text: code === null || !lastError?.startsWith('net::') ? lastError : undefined,
    }
    errors.set(full, (errors.get(full) ?? new Map()).set(JSON.stringify(error), line))
  }
  return errors
}

const errors = recordedErrors()
// A second listen takes the place of the first here: the list of differences has it.
errors.delete('sockets.tcpServer.onAcceptError')

describe.each(namespaces)('chrome.$name', ({ name: namespace, files }) => {
  const members = namespaceMembers(files).filter(({ name }) => errors.has(`${namespace}.${name}`))

  it.each(members)('$name', ({ name, forms }) => {
    const listed = forms.flatMap(({ comment }) => textsOf(comment, 'errors')).join('\n')
    const missing = [...errors.get(`${namespace}.${name}`)].filter(([error]) => {
      const { code, text: lastError } = JSON.parse(error)
      const hasCode = code === undefined || new RegExp(`\`${code}[ \`]`).test(listed)
      return !hasCode || (lastError !== undefined && !listed.includes(`\`${lastError}\``))
    })
    expect(missing.map(([, line]) => line)).toEqual([])
  })
})

it('the recordings have errors of most functions', () => {
  expect(lines.length).toBeGreaterThan(5000)
  expect([...errors.keys()]).toEqual(
    expect.arrayContaining(['socket.secure', 'sockets.tcp.connect', 'sockets.udp.onReceiveError']),
  )
  expect(errors.size).toBeGreaterThan(45)
})
