/** The tasks over UDP. */
import type { Sockets } from '../sockets.ts'
import type { Activity, Stopwatch, Target } from '../task.ts'
import { countEvents, order } from './events.ts'

/** Keeps `count` datagrams under way. After 20 ms without a datagram it sends a new one, because one may be lost. */
export async function udpEcho(sockets: Sockets, target: Target): Promise<Activity> {
  const datagrams = await sockets.bind(target)
  const message = new Uint8Array(target.size)
  let operations = 0
  let onEcho: (() => void) | undefined
  datagrams.receive(() => {
    operations += 1
    onEcho?.()
  })
  const run = (stopwatch: Stopwatch): Promise<number> =>
    new Promise((resolve) => {
      operations = 0
      let seen = -1
      const timer = setInterval(() => {
        if (seen === operations) datagrams.send(message)
        seen = operations
      }, 20)
      onEcho = () => {
        if (!stopwatch.isOver()) return datagrams.send(message)
        onEcho = undefined
        clearInterval(timer)
        resolve(operations)
      }
      for (let i = 0; i < target.count; i += 1) datagrams.send(message)
    })
  return { run, close: () => datagrams.close() }
}

export async function udpSend(sockets: Sockets, target: Target): Promise<Activity> {
  const datagrams = await sockets.bind(target)
  const message = new Uint8Array(target.size)
  const run = (stopwatch: Stopwatch): Promise<number> =>
    new Promise((resolve) => {
      let operations = 0
      datagrams.sendTogether(message, target.count, () => {
        operations += target.count
        if (!stopwatch.isOver()) return true
        resolve(operations)
        return false
      })
    })
  return { run, close: () => datagrams.close() }
}

export async function udpReceive(sockets: Sockets, target: Target): Promise<Activity> {
  const datagrams = await sockets.bind(target)
  let onDatagram: (() => void) | undefined
  datagrams.receive(() => onDatagram?.())
  const run = (stopwatch: Stopwatch): Promise<number> =>
    countEvents(
      stopwatch,
      (happened) => {
        onDatagram = happened
      },
      () => order(sockets, target, datagrams.port),
    )
  return { run, close: () => datagrams.close() }
}
