#!/usr/bin/env node
/**
 * `cloudlink`: the operator's command, over the daemon's control socket.
 *
 * Exit codes: 0 done, 1 failed (code, sentence and remedy on standard error), 2 something needs a person (sync: detained
 * or held; health: a check found something wrong; setup: as sync, and with --dry-run when something would change), 64
 * wrong usage, 65 a file that was given is wrong, 130 ended by Ctrl-C.
 */
import { CommanderError } from 'commander';
import { toAppError } from '../base/errors.ts';
import { systemClock } from '../base/runtime/clock.ts';
import { readBuild } from '../base/runtime/version.ts';
import { environmentVariable } from './config.ts';
import { firstLine } from './context.ts';
import { createProgram } from './program.ts';

const EXIT: Readonly<Record<string, number>> = { USAGE: 64, SETUP_FILE: 65, SECRET_UNREADABLE: 65 };

const program = createProgram(readBuild().version, {
  clock: systemClock,
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  exit: (code) => {
    process.exitCode = code;
  },
  firstLine,
  variable: environmentVariable,
});

try {
  await program.parseAsync();
} catch (thrown) {
  if (thrown instanceof CommanderError) {
    process.exitCode = thrown.exitCode === 0 ? 0 : 64;
  } else {
    const error = toAppError(thrown);
    process.stderr.write(`${error.code}: ${error.message}\n${error.remedy}\n`);
    process.exitCode = EXIT[error.code] ?? 1;
  }
}
