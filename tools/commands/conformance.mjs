/** `npm run conformance:…`: builds the conformance package and its dependencies, and starts one of its programs. */
import { node, step, turbo } from '../processes.mjs'

const programs = {
  record: ['packages/conformance/dist/bin/record.js'],
  // A `--subject` of the caller comes later and replaces this subject.
  fuzz: ['packages/conformance/dist/bin/fuzz.js', '--subject', 'packages/conformance/test/node-subject.mjs'],
  matrix: ['packages/conformance/tools/matrix.mjs'],
}

export async function run(program, args) {
  if (!(await step('Building', turbo('build', '--filter=@chrome-socket/conformance...')))) return 1
  return (await node([...programs[program], ...args])).code
}
