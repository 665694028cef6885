/**
 * Runs the scenarios' peers in a process of their own, for several runtimes to share. It prints their ports, and ends when
 * its input ends.
 */
import process from 'node:process'
import { startPeers } from '../peers/start-peers.ts'

const { close, ...peers } = await startPeers()
process.stdout.write(`${JSON.stringify(peers)}\n`)
process.stdin.resume().on('end', () => void close())
