/**
 * Tests the folders of `src`: a file imports only from its own folder and from folders before it, types included.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const src = fileURLToPath(new URL('../src', import.meta.url))

/** The folders from the lowest up. The last is `src` itself, with the options and the files that an app imports. */
const floors = ['bytes', 'crypto', 'wire', 'records', 'handshake', 'engine', 'legacy', 'stream', '.']

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))

/** The files that each file imports, or imports types from, without dynamic imports. */
const imports = new Map(
  files.map((file) => {
    const text = readFileSync(path.join(src, file), 'utf8')
    const found = [...text.matchAll(/^(?:import|export|\})[^;]*? from '(\.[^']+)'/gm)]
    return [file, found.map(([, to = '']) => path.join(path.dirname(file), to))] as const
  }),
)

const floorOf = (file: string): number => floors.indexOf(path.dirname(file))

it('are in an order, and no file imports from a later folder', () => {
  const upwards = [...imports].flatMap(([file, found]) =>
    found.filter((to) => floorOf(to) > floorOf(file)).map((to) => `${file} imports ${to}`),
  )
  expect(files.filter((file) => floorOf(file) < 0)).toEqual([])
  expect(upwards).toEqual([])
})

it('have no circle of imports, not even of types', () => {
  const checked = new Set<string>()
  const circles: string[] = []
  const follow = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' → '))
    if (checked.has(file) || way.includes(file)) return
    for (const to of imports.get(file) ?? []) follow(to, [...way, file])
    checked.add(file)
  }
  for (const file of files) follow(file, [])
  expect(circles).toEqual([])
})
