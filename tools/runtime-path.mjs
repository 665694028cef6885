/** `node tools/runtime-path.mjs bun`: prints the path of a runtime, which is installed if it is not there. For scripts. */
import { runtime } from './runtimes.mjs'

console.log(await runtime(process.argv[2]))
