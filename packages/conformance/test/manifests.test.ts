/** The manifests that Chromium refuses are refused here, with Chromium's message. */
import { createChrome } from '@chrome-socket/api'
import type { ManifestSockets } from '@chrome-socket/api'
import { expect, it } from 'vitest'
import { readManifestVerdicts } from '../src/index.ts'

function refusalOf(sockets: unknown): string | undefined {
  try {
    createChrome({ sockets: sockets as ManifestSockets })
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

it.each(await readManifestVerdicts())('sockets: $sockets', ({ sockets, refusal }) => {
  expect(refusalOf(sockets)).toBe(refusal)
})
