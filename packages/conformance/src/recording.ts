/**
 * Chromium's traces, in `traces/`. `pnpm conformance:record` writes these files, and nobody edits them.
 * Where Chromium is nondeterministic, a scenario has every trace that was seen.
 */
import { readFile, writeFile } from 'node:fs/promises'
import type { Trace } from './scenario.ts'

/** The recorded traces of one topic. */
export interface Recording {
  /** The version of Chromium, such as `Chrome/156.0.8078.79`. */
  readonly chromium: string
  /** The traces by the scenario's name. */
  readonly traces: Readonly<Record<string, readonly Trace[]>>
}

/**
 * A value of a manifest's key `sockets` or `permissions`, with Chromium's message if it does not load an app with this
 * value.
 */
export interface ManifestVerdict {
  /** The value of `sockets`. Absent in an entry for `permissions`. */
  readonly sockets?: unknown
  /** The value of `permissions`. Absent in an entry for `sockets`. */
  readonly permissions?: unknown
  /** Chromium's message. Absent if it loads the app. */
  readonly refusal?: string
}

/** Chromium's verdict on a pattern of permissions, in both forms. */
export interface PermissionVerdict {
  /** The pattern, such as `*.example.com:443`. */
  readonly pattern: string
  readonly 'chrome.socket': AllowedTargets
  readonly 'chrome.sockets': AllowedTargets
}

/**
 * The targets that a pattern covers, each as `host port`, or Chromium's message if it does not load an app with the
 * pattern.
 */
export type AllowedTargets = { readonly allowed: 'every' | readonly string[] } | { readonly refusal: string }

const fileOf = (topic: string): URL => new URL(`../traces/${topic}.json`, import.meta.url)

/**
 * Reads Chromium's recorded traces of a topic.
 * @param topic a key of `scenariosByTopic`, such as `tcp`
 * @throws Error, as a rejection: there is no such topic.
 * @example
 * import { readRecording } from '@chrome-socket/conformance'
 *
 * const { chromium, traces } = await readRecording('tcp')
 * console.log(chromium, Object.keys(traces))
 */
export async function readRecording(topic: string): Promise<Recording> {
  return JSON.parse(await readFile(fileOf(topic), 'utf8')) as Recording
}

export async function writeRecording(topic: string, recording: Recording): Promise<void> {
  await writeFile(fileOf(topic), `${JSON.stringify(recording, undefined, 1)}\n`)
}

/**
 * Reads Chromium's verdicts on values of a manifest's keys `sockets` and `permissions`.
 * @errors Cannot fail.
 * @example
 * import { readManifestVerdicts } from '@chrome-socket/conformance'
 *
 * for (const { sockets, refusal } of await readManifestVerdicts()) console.log(sockets, refusal ?? 'loads')
 */
export async function readManifestVerdicts(): Promise<readonly ManifestVerdict[]> {
  return (JSON.parse(await readFile(fileOf('manifests'), 'utf8')) as { verdicts: readonly ManifestVerdict[] }).verdicts
}

export async function writeManifestVerdicts(chromium: string, verdicts: readonly ManifestVerdict[]): Promise<void> {
  await writeFile(fileOf('manifests'), `${JSON.stringify({ chromium, verdicts }, undefined, 1)}\n`)
}

/**
 * Reads the hosts and ports that Chromium allows for each of many patterns of permissions.
 * @errors Cannot fail.
 * @example
 * import { readPermissionVerdicts } from '@chrome-socket/conformance'
 *
 * for (const verdict of await readPermissionVerdicts()) console.log(verdict.pattern, verdict['chrome.socket'])
 */
export async function readPermissionVerdicts(): Promise<readonly PermissionVerdict[]> {
  return (JSON.parse(await readFile(fileOf('permission-table'), 'utf8')) as { verdicts: readonly PermissionVerdict[] })
    .verdicts
}

export async function writePermissionVerdicts(chromium: string, verdicts: readonly PermissionVerdict[]): Promise<void> {
  await writeFile(fileOf('permission-table'), `${JSON.stringify({ chromium, verdicts }, undefined, 1)}\n`)
}
