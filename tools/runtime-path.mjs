/** `node tools/runtime-path.mjs bun`: installs a runtime if it is missing, and prints its path for scripts. */
import { runtime } from './runtimes.mjs'

console.log(await runtime(process.argv[2]))
