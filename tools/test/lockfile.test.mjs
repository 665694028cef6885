/** The lockfile has the binaries for every platform of a contributor, not only for the platform where it was last written. */
import { expect, it } from 'vitest'
import { read } from '../workspace.mjs'

const platforms = [
  { os: 'darwin', cpu: 'arm64' },
  { os: 'darwin', cpu: 'x64' },
  { os: 'linux', cpu: 'x64', libc: 'glibc' },
  { os: 'linux', cpu: 'x64', libc: 'musl' },
  { os: 'linux', cpu: 'arm64', libc: 'glibc' },
  { os: 'win32', cpu: 'x64' },
]

const lockfile = read('pnpm-lock.yaml')
const [, packages, snapshots] = /\npackages:\n([^]*)\nsnapshots:\n([^]*)$/.exec(lockfile)

/** The entries of a section of the lockfile: `name@version` → the lines below it. */
function entriesOf(section) {
  const entries = section.matchAll(/^ {2}'?([^\s'][^'\n]*?)'?:(?: \{\})?\n((?: {4}.*\n)*)/gm)
  return new Map([...entries].map(([, name, lines]) => [name, lines]))
}

const listIn = (lines, key) =>
  /\[(.*)\]/.exec(new RegExp(`^ {4}${key}: (.*)$`, 'm').exec(lines)?.[1] ?? '')?.[1].split(', ')

const platformOf = new Map(
  [...entriesOf(packages)].map(([name, lines]) => [
    name,
    { os: listIn(lines, 'os'), cpu: listIn(lines, 'cpu'), libc: listIn(lines, 'libc') },
  ]),
)

/** Packages that bring a binary for each platform as an optional dependency. */
const withBinaries = [...entriesOf(snapshots)]
  .map(([name, lines]) => {
    const optional = /^ {4}optionalDependencies:\n((?: {6}.*\n)*)/m.exec(lines)?.[1] ?? ''
    const binaries = [...optional.matchAll(/^ {6}'?([^'\n]+?)'?: (\S+)/gm)].map(
      ([, key, version]) => `${key}@${version}`,
    )
    return { name, binaries: binaries.filter((binary) => platformOf.get(binary)?.cpu !== undefined) }
  })
  .filter(({ binaries }) => binaries.length > 0)

const fits = (wanted, { os, cpu, libc }) =>
  os?.includes(wanted.os) && cpu.includes(wanted.cpu) && (libc === undefined || libc.includes(wanted.libc))

it('the list has the tools with binaries', () => {
  const names = withBinaries.map(({ name }) => name.replace(/@[^@]*$/, ''))
  expect(names).toEqual(expect.arrayContaining(['oxfmt', 'oxlint', 'rolldown', 'turbo', 'typescript']))
})

it.each(withBinaries)('$name has a binary for every platform', ({ binaries }) => {
  for (const platform of platforms) {
    expect(
      binaries.some((binary) => fits(platform, platformOf.get(binary))),
      JSON.stringify(platform),
    ).toBe(true)
  }
})
