/**
 * chrome.alarms. Alarms survive a restart and keep the app running. The delay has no minimum, as for an unpacked app in
 * Chromium.
 * Source: Chromium extensions/browser/api/alarms/{alarms_api,alarm_manager}.cc; measured on Chromium 156.
 */
import { clearTimeout, setTimeout } from 'node:timers'
import type { App } from './app.ts'
import { EventChannel } from './event.ts'
import { ApiError } from './namespace.ts'
import type { Namespace } from './namespace.ts'

interface Alarm {
  readonly name: string
  /** The time of the alarm, in milliseconds since 1970. */
  readonly scheduledTime: number
  readonly periodInMinutes?: number
  readonly persistAcrossSessions: boolean
}

interface AlarmCreateInfo {
  readonly when?: number
  readonly delayInMinutes?: number
  readonly periodInMinutes?: number
  readonly persistAcrossSessions?: boolean
}

const minute = 60_000
/** The longest delay of the runtime's timer, in milliseconds. A longer delay would overflow. */
const longestTimer = 2 ** 31 - 1

export function alarmsNamespace(app: App): Namespace {
  const onAlarm = new EventChannel()
  const alarms = new Map<string, { readonly alarm: Alarm; readonly cancel: () => void }>()

  const lasting = (): readonly Alarm[] =>
    [...alarms.values()].map(({ alarm }) => alarm).filter((alarm) => alarm.persistAcrossSessions)
  const save = (): Promise<void> => app.store.write('alarms', lasting())
  const schedule = (alarm: Alarm): void => {
    alarms.get(alarm.name)?.cancel()
    let timer: NodeJS.Timeout
    const wait = (): void => {
      const left = alarm.scheduledTime - Date.now()
      timer = setTimeout(left > longestTimer ? wait : fire, Math.max(0, Math.min(left, longestTimer)))
    }
    const fire = (): void => {
      alarms.delete(alarm.name)
      if (alarm.periodInMinutes !== undefined) {
        schedule({ ...alarm, scheduledTime: Date.now() + alarm.periodInMinutes * minute })
      }
      app.keep('alarms', lasting())
      onAlarm.dispatch(() => [{ ...alarm }])
    }
    wait()
    alarms.set(alarm.name, { alarm, cancel: () => clearTimeout(timer) })
  }
  const remove = (name: string): boolean => {
    alarms.get(name)?.cancel()
    return alarms.delete(name)
  }

  for (const alarm of (app.store.read('alarms') ?? []) as readonly Alarm[]) schedule(alarm)
  app.whenEnded(() => {
    for (const { cancel } of alarms.values()) cancel()
  })

  return {
    path: 'alarms',
    events: { onAlarm },
    types: {
      'alarms.AlarmCreateInfo': {
        when: 'number?',
        delayInMinutes: 'number?',
        periodInMinutes: 'number?',
        persistAcrossSessions: 'boolean?',
      },
    },
    functions: [
      {
        signature: 'alarms.create(optional string name, alarms.AlarmCreateInfo alarmInfo, optional function callback)',
        run([name = '', info]: readonly [string | undefined, AlarmCreateInfo]) {
          const { when, delayInMinutes, periodInMinutes, persistAcrossSessions = true } = info
          if (when !== undefined && delayInMinutes !== undefined) {
            throw new ApiError('Cannot set both when and delayInMinutes.')
          }
          const delay = delayInMinutes ?? periodInMinutes
          if (when === undefined && delay === undefined) {
            throw new ApiError('Must set at least one of when, delayInMinutes, or periodInMinutes.')
          }
          schedule({
            name,
            ...(periodInMinutes === undefined ? {} : { periodInMinutes }),
            persistAcrossSessions,
            scheduledTime: when ?? Date.now() + (delay as number) * minute,
          })
          return save()
        },
      },
      {
        signature: 'alarms.get(optional string name, optional function callback)',
        run: ([name = '']: readonly string[]) => copyOf(alarms.get(name)?.alarm),
      },
      {
        signature: 'alarms.getAll(optional function callback)',
        run: () => [...alarms.values()].map(({ alarm }) => ({ ...alarm })),
      },
      {
        signature: 'alarms.clear(optional string name, optional function callback)',
        async run([name = '']: readonly string[]) {
          const wasThere = remove(name)
          await save()
          return wasThere
        },
      },
      {
        signature: 'alarms.clearAll(optional function callback)',
        async run() {
          for (const name of alarms.keys()) remove(name)
          await save()
          return true
        },
      },
    ],
  }
}

function copyOf(alarm: Alarm | undefined): Alarm | undefined {
  return alarm === undefined ? undefined : { ...alarm }
}
