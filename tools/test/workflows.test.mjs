/** The workflows run existing commands, and actions that are pinned by the hash of a commit. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { manifest, read, root } from '../workspace.mjs'

const folder = '.github/workflows'

it.each(readdirSync(join(root, folder)))('%s', (name) => {
  const text = read(join(folder, name)).replaceAll(/^ *#.*$/gm, '')
  for (const [, action] of text.matchAll(/uses: (.*)/g)) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d/)
  const scripts = [...text.matchAll(/npm (?:run )?([\w:]+)/g)].map(([, script]) => script)
  expect(scripts.length).toBeGreaterThan(0)
  for (const script of scripts) expect(Object.keys(manifest.scripts)).toContain(script)
})
