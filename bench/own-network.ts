/**
 * A network of the bench's own, with TCP as Debian sets it up and an appliance has it, whatever this machine was tuned
 * to: how the kernel paces a sender decides how long two processors stand still between five programs.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const CONGESTION = '/proc/sys/net/ipv4/tcp_congestion_control';
const DEBIANS = 'cubic';
const INSIDE = 'CLOUDLINK_BENCH_NETWORK';

const congestion = () => readFileSync(CONGESTION, 'latin1').trim();

/**
 * Runs this program again in such a network, and ends with it; returns inside of it. The word `as-is` among the
 * arguments leaves everything as it is, and so does a user who may not make a network. Says which it is.
 */
export function inOwnNetwork(): void {
  const isInside = process.env[INSIDE] !== undefined;
  if (isInside || process.getuid?.() !== 0 || process.argv.includes('as-is')) {
    process.stdout.write(
      `TCP: ${congestion()}${isInside ? `, this machine’s own: ${process.env[INSIDE]}` : ''}\n`,
    );
    return;
  }
  const set = `ip link set lo up && echo ${DEBIANS} >${CONGESTION} && exec "$@"`;
  const { status, error } = spawnSync(
    'unshare',
    ['--net', 'sh', '-c', set, 'sh', process.execPath, ...process.argv.slice(1)],
    { stdio: 'inherit', env: { ...process.env, PATH: `${process.env.PATH}:/sbin`, [INSIDE]: congestion() } },
  );
  if (error) throw error;
  process.exit(status ?? 1);
}
