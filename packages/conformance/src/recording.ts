/**
 * What Chromium did: the traces in `traces/`, which `pnpm conformance:record` writes and nobody edits.
 * Where Chromium itself does now this, now that, each trace that was seen is there.
 */
import { readFile, writeFile } from 'node:fs/promises'
import type { Trace } from './scenario.ts'

export interface Recording {
  /** Such as `Chrome/156.0.8078.79`. */
  readonly chromium: string
  /** By the scenario's name. */
  readonly traces: Readonly<Record<string, readonly Trace[]>>
}

const fileOf = (topic: string): URL => new URL(`../traces/${topic}.json`, import.meta.url)

/** What Chromium did in the scenarios of a topic; a key of `scenariosByTopic` is one. */
export async function readRecording(topic: string): Promise<Recording> {
  return JSON.parse(await readFile(fileOf(topic), 'utf8')) as Recording
}

export async function writeRecording(topic: string, recording: Recording): Promise<void> {
  await writeFile(fileOf(topic), `${JSON.stringify(recording, undefined, 1)}\n`)
}
