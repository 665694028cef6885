#!/usr/bin/env node
import process from 'node:process'
import { runCommand } from '../command/command.ts'

async function main(): Promise<void> {
  process.exitCode = await runCommand(process.argv.slice(2))
}

// The top level does not await `main`: Bun would wait for it when nothing is pending, and would raise no beforeExit.
void main()
