/**
 * Runs the scenarios' peers by themselves, for several runtimes to share: prints where they are, and ends when its
 * input does.
 */
import process from 'node:process'
import { startPeers } from '../peers/start-peers.ts'

const { close, ...peers } = await startPeers()
process.stdout.write(`${JSON.stringify(peers)}\n`)
process.stdin.resume().on('end', () => void close())
