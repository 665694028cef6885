/** What is measured, the same for every variant. */
import type { Ports } from './peer.ts'

export const hostname = '127.0.0.1'
export const pingBytes: Uint8Array = new Uint8Array(64)
export const smallBytes: Uint8Array = new Uint8Array(64)
export const datagramBytes: Uint8Array = new Uint8Array(64)
export const writesPerTick = 32
export const datagramsOutstanding = 64

/** Counts for a slice of time. */
export class Meter {
  counted = 0
  isOver = false
  readonly over: Promise<void>

  constructor(milliseconds: number) {
    this.over = new Promise((resolve) => {
      setTimeout(() => {
        this.isOver = true
        resolve()
      }, milliseconds)
    })
  }

  count(by: number): void {
    if (!this.isOver) this.counted += by
  }
}

type Measurement = (ports: Ports, meter: Meter, attract: (port: number) => void) => Promise<void>

export interface Variant {
  readonly pingPong: Measurement
  readonly receive64KiB: Measurement
  readonly receive1MiB: Measurement
  readonly smallWrites: Measurement
  readonly datagramEcho: Measurement
  readonly datagramSend: Measurement
  readonly accept: Measurement
  /** Opens that many connections on which nothing happens, and gives what keeps them alive. */
  idle(ports: Ports, count: number): Promise<unknown>
}

export type MeasurementName = Exclude<keyof Variant, 'idle'>
