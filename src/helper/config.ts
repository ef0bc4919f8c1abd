/** Arguments and environment of the helper: the only reader of both. */
import { parseArgs } from 'node:util';

export type HelperConfig = {
  /** Instance name that systemd gave this connection (`%i`): counter, pid and uid of the peer. */
  readonly peer: string | undefined;
  readonly group: string;
  readonly verb: string | undefined;
  readonly listen: string | undefined;
  readonly dryRun: boolean;
  readonly version: boolean;
  readonly help: boolean;
  /** systemd passed exactly one descriptor, and to this process (sd_listen_fds(3)). */
  readonly hasConnection: boolean;
};

/** @throws TypeError for an option that does not exist */
export function readHelperConfig(argv: readonly string[] = process.argv.slice(2)): HelperConfig {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      peer: { type: 'string' },
      group: { type: 'string', default: 'cloudlink' },
      verb: { type: 'string' },
      listen: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      version: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { LISTEN_PID, LISTEN_FDS } = process.env;
  return {
    peer: values.peer,
    group: values.group,
    verb: values.verb,
    listen: values.listen,
    dryRun: values['dry-run'],
    version: values.version,
    help: values.help,
    hasConnection: LISTEN_PID === String(process.pid) && LISTEN_FDS === '1',
  };
}
