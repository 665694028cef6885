/** The show without a terminal, with every scene on real servers. */
import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { defaultTls, tlsProviders } from '../src/platform.ts'
import { paletteFor } from '../src/screen/paint.ts'
import { Screen } from '../src/screen/screen.ts'
import type { Scene } from '../src/scenes/scene.ts'
import { scenes } from '../src/scenes/scenes.ts'
import { playShow } from '../src/show.ts'

async function play(programme: readonly Scene[], tls: string): Promise<{ wentWell: boolean; text: string }> {
  let text = ''
  const screen = new Screen(paletteFor({}), 100, (piece) => (text += piece))
  const makeTls = tlsProviders.get(tls)
  if (makeTls === undefined) throw new Error(tls)
  const wentWell = await playShow(screen, makeTls, programme)
  return { wentWell, text }
}

test.for([...tlsProviders.keys()])('all scenes succeed with TLS by %s', async (tls) => {
  const { wentWell, text } = await play(scenes, tls)
  expect(text).not.toMatch(/Failed/)
  expect(wentWell).toBe(true)
  // Without a network the multicast scene is skipped, which calls two more functions.
  const count = text.includes('skipped: this host is on no network') ? 44 : 46
  expect(text).toContain(`${count} of the API's 55 functions were called`)
  expect(text).toBe(stripVTControlCharacters(text))
})

test('a failed scene fails the show, which plays the next scene', async () => {
  const failing: Scene = { title: 'Failing', play: () => Promise.reject(new Error('as it should')) }
  const skipped: Scene = { title: 'Skipped', play: async ({ skip }) => skip('for no reason') }
  const { wentWell, text } = await play([failing, skipped], defaultTls)
  expect(wentWell).toBe(false)
  expect(text).toMatch(/Failing .* failed: as it should/)
  expect(text).toMatch(/Skipped .* skipped: for no reason/)
  expect(text).toMatch(/0 of 2 scenes went well, 1 skipped/)
})

test('a late result is shown with its call', async () => {
  const waiting: Scene = {
    title: 'Waiting',
    play: async ({ chrome: { socket }, servers }) => {
      const { socketId } = await socket.create('tcp')
      await new Promise((done) => {
        socket.connect(socketId, '127.0.0.1', servers.closed, done)
        socket.disconnect(99)
      })
    },
  }
  const { text } = await play([waiting], defaultTls)
  expect(text).toMatch(
    /connect\(1, '127.0.0.1', \d+\) …\n {3}disconnect\(99\)\n {3}↳ connect\(1\) +→ -102 {2}net::ERR_CONNECTION_REFUSED\n/,
  )
})
