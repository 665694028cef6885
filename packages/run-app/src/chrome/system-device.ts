/**
 * chrome.system.display, cpu and memory. The display is that of headless Chromium, because a process has none.
 * Source: Chromium extensions/common/api/system_{display,cpu,memory}.idl; measured on Chromium 156.
 */
import { arch, cpus, freemem, totalmem } from 'node:os'
import { EventChannel } from './event.ts'
import { ApiError } from './namespace.ts'
import type { Namespace } from './namespace.ts'

export function systemDisplayNamespace(): Namespace {
  return {
    path: 'system.display',
    events: { onDisplayChanged: new EventChannel() },
    types: {
      'system.display.GetInfoFlags': { singleUnified: 'boolean?' },
      'system.display.DisplayProperties': {
        isUnified: 'boolean?',
        mirroringSourceId: 'string?',
        isPrimary: 'boolean?',
        overscan: 'object?',
        rotation: 'integer?',
        boundsOriginX: 'integer?',
        boundsOriginY: 'integer?',
        displayMode: 'object?',
        displayZoomFactor: 'number?',
      },
    },
    functions: [
      {
        signature: 'system.display.getInfo(optional system.display.GetInfoFlags flags, optional function callback)',
        run: () => [structuredClone(display)],
      },
      { signature: 'system.display.getDisplayLayout(optional function callback)', run: refuse },
      {
        signature:
          'system.display.setDisplayProperties(string id, system.display.DisplayProperties info, optional function callback)',
        run: refuse,
      },
      { signature: 'system.display.setDisplayLayout(array layouts, optional function callback)', run: refuse },
      { signature: 'system.display.enableUnifiedDesktop(boolean enabled)', run() {} },
    ],
  }
}

function refuse(): never {
  throw new ApiError('Function available only on ChromeOS.')
}

const screen = { height: 600, left: 0, top: 0, width: 800 }

const display = {
  activeState: 'active',
  availableDisplayZoomFactors: [],
  bounds: screen,
  displayZoomFactor: 0,
  dpiX: 0,
  dpiY: 0,
  hasAccelerometerSupport: false,
  hasTouchSupport: false,
  id: '2300000000',
  isEnabled: true,
  isInternal: false,
  isPrimary: true,
  isUnified: false,
  mirroringDestinationIds: [],
  mirroringSourceId: '',
  modes: [],
  name: '',
  overscan: { bottom: 0, left: 0, right: 0, top: 0 },
  rotation: 0,
  workArea: screen,
}

export function systemCpuNamespace(): Namespace {
  return {
    path: 'system.cpu',
    functions: [{ signature: 'system.cpu.getInfo(optional function callback)', run: cpuInfo }],
  }
}

function cpuInfo(): object {
  const all = cpus()
  return {
    archName: architectures[arch()] ?? arch(),
    // No runtime knows the features of a processor.
    features: [],
    modelName: all[0]?.model ?? '',
    numOfProcessors: all.length,
    processors: all.map(({ times: { user, nice, sys, idle } }) => ({
      usage: { idle, kernel: sys, total: user + nice + sys + idle, user: user + nice },
    })),
    temperatures: [],
  }
}

/** Chromium's names of architectures, by those of runtimes. */
const architectures: Readonly<Record<string, string>> = { x64: 'x86_64', ia32: 'x86', arm: 'armv7l' }

export function systemMemoryNamespace(): Namespace {
  return {
    path: 'system.memory',
    functions: [
      {
        signature: 'system.memory.getInfo(optional function callback)',
        run: () => ({ availableCapacity: freemem(), capacity: totalmem() }),
      },
    ],
  }
}
