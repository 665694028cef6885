/** The runtimes that the tests, the matrix and a release need besides this Node. They come from npm. */
import { join } from 'node:path'
import { installApart } from './apart.mjs'

/** The name of this machine's platform, which each runtime spells differently. Only Linux has been tested. */
const platform = `${process.platform}-${process.arch}`
const nodePlatform = platform.replace('win32', 'win').replace('darwin-arm64', 'bin-darwin-arm64')
const bunPlatform = platform.replace('arm64', 'aarch64').replace('win32', 'windows')
const denoPlatform = process.platform === 'linux' ? `${platform}-glibc` : platform
const exe = process.platform === 'win32' ? '.exe' : ''

const nodeAt = (version) => ({ package: `node-${nodePlatform}@${version}`, binary: `bin/node${exe}` })

/** The packages of the runtimes for this machine. Each contains the binary and needs no install script. */
export const runtimes = {
  'node-22': nodeAt('22.23.3'),
  'node-24': nodeAt('24.21.0'),
  'node-26': nodeAt('26.12.1'),
  bun: { package: `@oven/bun-${bunPlatform}@1.4.5`, binary: `bin/bun${exe}` },
  deno: { package: `@deno/${denoPlatform}@2.9.6`, binary: `deno${exe}` },
}

/** Installs a runtime if it is missing. Resolves to the path of its program. */
export async function runtime(name) {
  if (!Object.hasOwn(runtimes, name)) throw new Error(`no runtime '${name}', but ${Object.keys(runtimes).join(', ')}`)
  const { package: wanted, binary } = runtimes[name]
  return join(await installApart(name, { dependencies: { [name]: `npm:${wanted}` } }), name, binary)
}
