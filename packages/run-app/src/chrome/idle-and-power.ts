/**
 * chrome.idle and chrome.power. The user is always active, and no display has to be kept awake.
 * Source: Chromium extensions/common/api/{idle.json,power.idl}; measured on Chromium 156.
 */
import { EventChannel } from './event.ts'
import type { Namespace } from './namespace.ts'

export function idleNamespace(): Namespace {
  return {
    path: 'idle',
    events: { onStateChanged: new EventChannel() },
    constants: { IdleState: { ACTIVE: 'active', IDLE: 'idle', LOCKED: 'locked' } },
    functions: [
      {
        signature: 'idle.queryState(integer≥15 detectionIntervalInSeconds, optional function callback)',
        run: () => 'active',
      },
      { signature: 'idle.setDetectionInterval(integer≥15 intervalInSeconds)', run() {} },
    ],
  }
}

export function powerNamespace(): Namespace {
  return {
    path: 'power',
    types: { 'power.Level': ['display', 'system'] },
    constants: { Level: { DISPLAY: 'display', SYSTEM: 'system' } },
    functions: [
      { signature: 'power.requestKeepAwake(power.Level level)', run() {} },
      { signature: 'power.releaseKeepAwake()', run() {} },
    ],
  }
}
