#!/usr/bin/env node
import process from 'node:process'
import { runCommand } from '../command/command.ts'

async function main(): Promise<void> {
  process.exitCode = await runCommand(process.argv.slice(2))
}

// Not awaited at the top level: Bun would wait for it even when nothing can happen any more, and raise no beforeExit.
void main()
