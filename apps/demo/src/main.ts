/** `npm run demo`: plays the show, or runs a command on a real target. See `command-line.ts`. */
import { parseCommandLine, usage, UsageError } from './command-line.ts'
import { NetworkFailure } from './network-failure.ts'
import { paletteFor } from './screen/paint.ts'
import { screenOn } from './screen/screen.ts'
import { playShow } from './show.ts'
import { runTarget } from './targets/run-target.ts'

/** Runs the command and returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const command = parseCommandLine(args)
  if (command.name === 'help') {
    process.stdout.write(usage)
    return 0
  }
  if (command.name === 'show') {
    process.once('SIGINT', () => process.exit(130))
    return (await playShow(screenOn(process.stdout, paletteFor(process.stdout)), command.makeTls)) ? 0 : 1
  }
  await runTarget(command)
  return 0
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n\n${usage}`)
    process.exitCode = 2
  } else if (error instanceof NetworkFailure) {
    process.stderr.write(`\n${error.message}\n`)
    process.exitCode = 1
  } else {
    throw error
  }
}
