#!/usr/bin/env node
import process from 'node:process'
import { runCommand } from '../command/command.ts'

// Not awaited at the top level: Bun and Deno would wait for it even when nothing can happen any more, and not say so by beforeExit.
void runCommand(process.argv.slice(2)).then((code) => {
  process.exitCode = code
})
