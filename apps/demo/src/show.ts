/**
 * The show, which starts the servers, plays the scenes one after another, and ends with a table of the scenes.
 */
import { createChrome } from '@chrome-socket/api'
import type { Chrome, ChromeOptions } from '@chrome-socket/api'
import { narrate } from './narrate.ts'
import { backend, runtimeName } from './platform.ts'
import type { TlsProviderFactory } from './platform.ts'
import type { Scene, Stage } from './scenes/scene.ts'
import { scenes } from './scenes/scenes.ts'
import type { Screen } from './screen/screen.ts'
import { startServers } from './servers/start-servers.ts'
import type { Servers } from './servers/start-servers.ts'
import { printTable } from './table.ts'
import type { Outcome } from './table.ts'

/** The time limit of a scene. It is longer than any scene takes on a slow machine. */
const sceneTimeoutMilliseconds = 15_000

class Skipped extends Error {}

/** Plays `programme`. Resolves to whether no scene failed. */
export async function playShow(
  screen: Screen,
  makeTls: TlsProviderFactory,
  programme: readonly Scene[] = scenes,
): Promise<boolean> {
  const servers = await startServers()
  const options: ChromeOptions = { backend: backend(), tls: makeTls({ ca: servers.authority }) }
  screen.line(
    `${screen.palette.bold('chrome.socket and chrome.sockets')} on ${runtimeName()} (backend: ${options.backend?.name}, ` +
      `TLS: ${options.tls?.name}),`,
  )
  screen.line('against real servers on this machine')
  const outcomes: Outcome[] = []
  for (const scene of programme) {
    screen.heading(scene.title)
    outcomes.push(await playScene(scene, servers, options, screen))
  }
  await servers.close()
  const { socket, sockets } = createChrome(options)
  const { tcp, tcpServer, udp } = sockets
  const members = [socket, tcp, tcpServer, udp].flatMap((namespace) => Object.values<unknown>({ ...namespace }))
  const functionCount = members.filter((member) => typeof member === 'function').length
  printTable(screen, outcomes, functionCount)
  return outcomes.every(({ status }) => status !== 'failed')
}

async function playScene(scene: Scene, servers: Servers, options: ChromeOptions, screen: Screen): Promise<Outcome> {
  const calls: string[] = []
  const apps: Chrome[] = []
  const openApp = (differences: ChromeOptions = {}): Chrome => {
    const app = narrate(createChrome({ ...options, ...differences }), screen, (name) => calls.push(name))
    apps.push(app)
    return app
  }
  const stage: Stage = {
    chrome: openApp(),
    servers,
    createChrome: openApp,
    say: (text) => screen.note(text),
    skip: (reason) => {
      throw new Skipped(reason)
    },
  }
  const started = performance.now()
  const end = await howItEnds(scene, stage)
  const milliseconds = performance.now() - started
  await Promise.all(apps.map((app) => app.close()))
  if (end.status === 'skipped') screen.note(`Skipped: ${end.detail}`)
  if (end.status === 'failed') screen.line(screen.palette.bad(`   Failed: ${end.detail}`))
  return { title: scene.title, calls, milliseconds, ...end }
}

async function howItEnds(scene: Scene, stage: Stage): Promise<Pick<Outcome, 'status' | 'detail'>> {
  const trouble = watchForTrouble()
  try {
    await Promise.race([scene.play(stage), trouble.promise])
    return { status: 'ok', detail: '' }
  } catch (error) {
    const detail = String(error instanceof Error ? error.message : error).replaceAll(/\s+/g, ' ')
    return { status: error instanceof Skipped ? 'skipped' : 'failed', detail }
  } finally {
    trouble.stopWatching()
  }
}

/** Rejects when a callback throws, which the API passes to the runtime's global handler, or when the scene takes too long. */
function watchForTrouble(): { readonly promise: Promise<never>; stopWatching(): void } {
  let reject: (error: unknown) => void
  const promise = new Promise<never>((_resolve, rejectPromise) => {
    reject = rejectPromise
  })
  const onError = (error: unknown): void => reject(error)
  const timer = setTimeout(() => {
    reject(new Error(`The scene did not end within ${sceneTimeoutMilliseconds / 1000} s`))
  }, sceneTimeoutMilliseconds)
  process.on('uncaughtException', onError)
  return {
    promise,
    stopWatching: () => {
      clearTimeout(timer)
      process.off('uncaughtException', onError)
    },
  }
}
