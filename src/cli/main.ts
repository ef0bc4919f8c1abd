#!/usr/bin/env node
/**
 * `cloudlink`: the operator's command, over the daemon's control socket.
 *
 * Exit codes: 0 done, 1 failed (code, sentence and remedy on standard error), 2 something needs a person (sync: detained
 * or held; health: a check found something wrong; setup: as sync, and with --dry-run when something would change), 64
 * wrong usage, 65 a file that was given is wrong, 130 ended by Ctrl-C.
 */
import { systemClock } from '../base/runtime/clock.ts';
import { readBuild } from '../base/runtime/version.ts';
import { environmentVariable } from './config.ts';
import { firstLine } from './context.ts';
import { runProgram } from './program.ts';

// `cloudlink … | head`: who reads no more wants no more
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});
await runProgram(process.argv.slice(2), readBuild().version, {
  clock: systemClock,
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  exit: (code) => {
    process.exitCode = code;
  },
  firstLine,
  interrupted(words) {
    process.once('SIGINT', () => {
      process.stderr.write(`\n${words}\n`);
      process.exit(130);
    });
  },
  variable: environmentVariable,
});
