/**
 * Prints the interoperation matrix as a table in Markdown: every installed server × every combination × every crypto
 * provider × every runtime for the client.
 *
 * Run it with Node ≥ 22.18: `node --conditions=@chrome-socket/source test/interop/matrix.ts`. Other runtimes are
 * found by name, or by the variables BUN, TEST_DENO and TEST_NODE.
 */
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { createInterface, type Interface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { combinations, makeFiles, type Combination } from './combinations.ts'
import { providers, type EchoJob, type EchoResult } from './echo-client.ts'
import { serverKinds } from './servers.ts'

const script = fileURLToPath(new URL('client-process.ts', import.meta.url))
const source = '--conditions=@chrome-socket/source'
const clientRuntimes = [
  { name: 'Node', command: process.execPath, args: [source] },
  { name: 'Bun', command: process.env['BUN'] ?? 'bun', args: [source] },
  { name: 'Deno', command: process.env['TEST_DENO'] ?? 'deno', args: ['run', '-A', source] },
].filter(({ command }) => spawnSync(command, ['--version']).status === 0)

class Client {
  readonly name: string
  readonly #child: ChildProcessWithoutNullStreams
  readonly #lines: Interface

  constructor({ name, command, args }: (typeof clientRuntimes)[number]) {
    this.name = name
    this.#child = spawn(command, [...args, script])
    this.#child.stderr.pipe(process.stderr)
    this.#lines = createInterface({ input: this.#child.stdout })
  }

  async run(job: EchoJob): Promise<EchoResult> {
    this.#child.stdin.write(`${JSON.stringify(job)}\n`)
    const line = (await Promise.race([
      once(this.#lines, 'line'),
      new Promise((resolve) => {
        setTimeout(() => resolve(undefined), 10_000).unref()
      }),
    ])) as [string] | undefined
    return line === undefined ? { failure: 'no answer in 10 s', connections: [] } : (JSON.parse(line[0]) as EchoResult)
  }

  close(): void {
    this.#child.stdin.end()
  }
}

/** Returns the difference between the requested and the negotiated parameters. */
function differs({ version, suite, group }: Combination, connection: EchoResult['connections'][number]): string {
  if (connection.version !== version) return `spoke ${connection.version}`
  if (suite !== undefined && connection.cipherSuite !== suite.name) return `spoke ${connection.cipherSuite}`
  if (group !== undefined && connection.group !== group.name) return `agreed by ${connection.group}`
  return ''
}

const files = makeFiles()
const clients = clientRuntimes.map((runtime) => new Client(runtime))
const servers = serverKinds.filter((kind) => kind.version() !== undefined)
const columns = clients.flatMap((client) => Object.keys(providers).map((crypto) => ({ client, crypto })))
const failures: string[] = []
let count = 0

console.log(`Servers: ${servers.map((kind) => `${kind.name} (${kind.version()})`).join(', ')}.\n`)
console.log(
  `| server | combination | ${columns.map(({ client, crypto }) => `${client.name}, ${crypto}`).join(' | ')} |`,
)
console.log(`|---|---|${columns.map(() => '---|').join('')}`)
for (const kind of servers) {
  await kind.prepare?.()
  for (const combination of combinations) {
    const reason = kind.cannot?.(combination)
    if (reason !== undefined) {
      console.log(`| ${kind.name} | ${combination.label} | ${columns.map(() => '–').join(' | ')} |`)
      continue
    }
    const server = await kind.start({ ...combination, ...files.of[combination.key] })
    const cells: string[] = []
    for (const { client, crypto } of columns) {
      const { failure, connections } = await client.run({
        port: server.port,
        ca: files.ca,
        crypto,
        reverses: kind.reverses === true,
        legacyCipherSuites: combination.suite?.isLegacy === true,
      })
      const [first, second] = connections
      const wrong = failure || (first === undefined ? 'no connection' : differs(combination, first))
      count += 1
      if (wrong) failures.push(`${kind.name}, ${combination.label}, ${client.name}, ${crypto}: ${wrong}`)
      cells.push(wrong ? '✗' : second?.resumed ? '✓ ↻' : '✓')
    }
    server.close()
    console.log(`| ${kind.name} | ${combination.label} | ${cells.join(' | ')} |`)
  }
}
for (const client of clients) client.close()
console.log(`\n${count - failures.length} of ${count} combinations work.`)
for (const failure of failures) console.log(`- ${failure}`)
process.exit(failures.length === 0 ? 0 : 1)
