/** Runs a command on a real target until the command ends, or the user ends it with Ctrl-C. */
import { createChrome } from '@chrome-socket/api'
import type { TargetCommand } from '../command-line.ts'
import { narrate } from '../narrate.ts'
import { backend } from '../platform.ts'
import { paletteFor } from '../screen/paint.ts'
import { screenOn } from '../screen/screen.ts'
import { outputFor } from '../screen/visible-controls.ts'
import { connect } from './connect.ts'
import { get } from './get.ts'
import { listen } from './listen.ts'
import type { Target } from './target.ts'
import { udp } from './udp.ts'

export async function runTarget(command: TargetCommand): Promise<void> {
  const chrome = createChrome({ backend: backend(), ...(command.name === 'get' && { tls: command.makeTls() }) })
  const screen = screenOn(process.stderr, paletteFor(process.stderr))
  const target: Target = {
    chrome,
    narrated: narrate(chrome, screen),
    input: process.stdin,
    output: outputFor(process.stdout),
    tell: (text) => screen.line(text),
  }
  const interrupted = new Promise<void>((resolve) => process.once('SIGINT', resolve))
  try {
    await Promise.race([start(command, target), interrupted])
  } finally {
    await chrome.close()
    process.stdin.destroy()
  }
}

function start(command: TargetCommand, target: Target): Promise<void> {
  switch (command.name) {
    case 'get':
      return get(target, command.url)
    case 'connect':
      return connect(target, command.host, command.port)
    case 'listen':
      return listen(target, command.address, command.port)
    case 'udp':
      return udp(target, command.host, command.port)
  }
}
