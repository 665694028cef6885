/// <reference lib="dom" />
// The sources of tls-forge use WebCrypto's types.
/** Compares `secure` of chrome.socket and chrome.sockets over forgeTls with Chromium's recordings. */
import { createChrome } from '@chrome-socket/api'
import { nodeBackend } from '@chrome-socket/backend-node'
import { apiDifferences, nodeTlsDifferences } from '@chrome-socket/conformance'
import type { Difference, Setup } from '@chrome-socket/conformance'
import { runScenarios } from '@chrome-socket/conformance/vitest'
import { forgeTls } from '../src/index.ts'

/** The legacy cipher suites are on, because Chromium still offers them. */
const setup: Setup = ({ trusted, manifest }) => {
  const tls = forgeTls({ ca: [...trusted], legacyCipherSuites: true })
  const chrome = createChrome({ backend: nodeBackend(), tls, ...manifest })
  return { chrome, close: () => chrome.close() }
}

/** The differences of nodeTls that forgeTls shares. */
const sharedWithNode: ReadonlySet<string> = new Set([
  'secure: client certificate clientOptional TLSv1.2',
  'secure: client certificate clientRequired TLSv1.3',
  'secure: answered with alert0',
  'secure: with plain text unread',
])

const forgeDifferences: readonly Difference[] = nodeTlsDifferences.filter(({ scenarios }) =>
  scenarios.some((name) => sharedWithNode.has(name)),
)

runScenarios({ setup, differences: [...apiDifferences, ...forgeDifferences], topics: ['tls', 'sockets-secure'] })
