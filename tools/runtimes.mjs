/** The runtimes that the tests, the matrix and a release need beside the Node that runs this. They come from npm, too. */
import { join } from 'node:path'
import { installApart } from './apart.mjs'

/** npm's name of this machine; each runtime has its own spelling. Only those of Linux have been tried. */
const platform = `${process.platform}-${process.arch}`
const nodePlatform = platform.replace('win32', 'win').replace('darwin-arm64', 'bin-darwin-arm64')
const bunPlatform = platform.replace('arm64', 'aarch64').replace('win32', 'windows')
const denoPlatform = process.platform === 'linux' ? `${platform}-glibc` : platform
const exe = process.platform === 'win32' ? '.exe' : ''

const nodeAt = (version) => ({ package: `node-${nodePlatform}@${version}`, binary: `bin/node${exe}` })

/** Each runtime's package for this machine has the binary in it, and needs no install script. */
export const runtimes = {
  'node-22': nodeAt('22.23.3'),
  'node-24': nodeAt('24.21.0'),
  'node-26': nodeAt('26.12.1'),
  bun: { package: `@oven/bun-${bunPlatform}@1.4.5`, binary: `bin/bun${exe}` },
  deno: { package: `@deno/${denoPlatform}@2.9.6`, binary: `deno${exe}` },
}

/** The path of the runtime's program, which is installed if it is not there. */
export async function runtime(name) {
  if (!Object.hasOwn(runtimes, name)) throw new Error(`no runtime '${name}', but ${Object.keys(runtimes).join(', ')}`)
  const { package: wanted, binary } = runtimes[name]
  return join(await installApart(name, { dependencies: { [name]: `npm:${wanted}` } }), name, binary)
}
