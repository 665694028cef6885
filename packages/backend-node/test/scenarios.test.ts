/** The scenarios on Node's sockets and TLS, compared with the recordings of Chromium. */
import { apiDifferences, nodeTlsDifferences, runtimeGaps } from '@chrome-socket/conformance'
import { runScenarios } from '@chrome-socket/conformance/vitest'
import { setup } from './subject.ts'

runScenarios({ setup, differences: [...apiDifferences, ...nodeTlsDifferences], gaps: runtimeGaps })
