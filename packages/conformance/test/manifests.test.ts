/** The API refuses the manifests that Chromium refuses, with Chromium's message. */
import { createChrome } from '@chrome-socket/api'
import { expect, it } from 'vitest'
import { readManifestVerdicts } from '../src/index.ts'

const verdicts = await readManifestVerdicts()

function refusalOf(parts: object): string | undefined {
  try {
    createChrome(parts)
    return undefined
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError)
    return (error as Error).message
  }
}

/** The entry for sockets alone, which the API accepts instead of the whole list. */
const shortForm = { socket: ['tcp-connect'] }

it.each(verdicts.filter((each) => 'sockets' in each))('sockets: $sockets', ({ sockets, refusal }) => {
  expect(refusalOf({ sockets })).toBe(refusal)
})

it.each(verdicts.filter((each) => 'permissions' in each))('permissions: $permissions', ({ permissions, refusal }) => {
  const isShortForm = JSON.stringify(permissions) === JSON.stringify(shortForm)
  expect(refusalOf({ permissions })).toBe(isShortForm ? undefined : refusal)
})
