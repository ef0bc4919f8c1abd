import { parseArgs } from 'node:util';
import { tail } from './process.ts';
import { STEPS } from './steps.ts';
import { createWorld, patience, type World } from './world.ts';

const out = (text: string) => process.stdout.write(`${text}\n`);

function readOptions() {
  try {
    return parseArgs({
      options: {
        exit: { type: 'boolean' },
        break: { type: 'string' },
        steps: { type: 'boolean' },
        keep: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\nscripts/demo --help lists the options.\n`);
    process.exit(64);
  }
}

const values = readOptions();

type Outcome = {
  readonly title: string;
  readonly state: 'ok' | 'failed' | 'not run';
  readonly words: string;
  readonly ms: number;
};

const STEP_MS = 90_000;
const tooLong = (title: string) =>
  new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`${title} took longer than ${STEP_MS / 1000} s`)), STEP_MS).unref();
  });

/** For the three steps that start something, breaking means: what was started is stopped at once, then asked. */
async function breakStarter(world: World, name: string): Promise<void> {
  if (name === 'cloud') await world.cloud?.stop('SIGKILL');
  if (name === 'gateway') await world.gateway?.stop('SIGKILL');
  if (name === 'directory') await world.directory?.close();
}

async function stillThere(world: World, name: string): Promise<void> {
  if (name === 'cloud') await world.web({ path: '/v1/hello' });
  if (name === 'gateway') await world.local('GET', '/api/alive');
  if (name === 'directory') {
    const { connect } = await import('node:net');
    await new Promise<void>((resolve, reject) => {
      const socket = connect(world.directory?.port ?? 0, '127.0.0.1', () => {
        socket.destroy();
        resolve();
      });
      socket.once('error', reject);
    });
  }
}

async function runAll(world: World, broken: string | undefined): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let failed = false;
  for (const step of STEPS) {
    if (failed) {
      outcomes.push({ title: step.title, state: 'not run', words: '', ms: 0 });
      continue;
    }
    const begin = performance.now();
    try {
      if (step.name === broken) {
        await step.cut(world);
        patience.ms = 10_000;
      }
      const words = await Promise.race([step.run(world), tooLong(step.title)]);
      if (step.name === broken) await breakStarter(world, step.name);
      await stillThere(world, step.name);
      outcomes.push({ title: step.title, state: 'ok', words, ms: performance.now() - begin });
    } catch (error) {
      failed = true;
      outcomes.push({
        title: step.title,
        state: 'failed',
        words: (error as Error).message,
        ms: performance.now() - begin,
      });
    }
    const last = outcomes.at(-1);
    if (last)
      out(
        `${last.state === 'ok' ? 'ok     ' : 'FAILED '} ${last.title.padEnd(28)} ${(last.ms / 1000).toFixed(1).padStart(5)} s  ${last.words}`,
      );
  }
  return outcomes;
}

async function stopAll(world: World): Promise<void> {
  await world.gateway?.stop();
  await world.cloud?.stop();
  await world.webApp?.close();
  await world.directory?.close();
}

function printTable(outcomes: readonly Outcome[]): void {
  out('\nStep                          Outcome  Seconds');
  for (const o of outcomes)
    out(`${o.title.padEnd(28)}  ${o.state.padEnd(7)}  ${(o.ms / 1000).toFixed(1).padStart(7)}`);
}

function printAddresses(world: World): void {
  const command = `scripts/run cloudlink --socket ${world.socket}`;
  out(`
Open the cloud console  ${world.cloudUrl}
  sign in as            ${world.email}
  password              ${world.password}
  then open             Gateways, cloudlink.local, and Launch "Demo PBX" or the gateway's own pages
The gateway's pages     http://127.0.0.1:${world.gatewayPorts.http}
  to sign in there      ${command} people add Ina --role admin
  who wants to come in  ${command} access requests
The command             ${command} status
Logs                    ${world.folder}/cloud.log and gateway.log

Everything stays up until Ctrl-C.`);
}

/** 1; but 2 when the step that was to be broken is not the one that failed: then nothing was shown about it. */
function failureStatus(outcomes: readonly Outcome[]): number {
  if (values.break === undefined) return 1;
  const failed = STEPS[outcomes.findIndex((o) => o.state === 'failed')]?.name;
  return failed === values.break ? 1 : 2;
}

async function main(): Promise<number> {
  if (values.steps) {
    for (const step of STEPS) out(step.name);
    return 0;
  }
  if (values.break !== undefined && !STEPS.some((s) => s.name === values.break)) {
    out(`There is no step ${values.break}. Steps: ${STEPS.map((s) => s.name).join(', ')}`);
    return 64;
  }
  const world = createWorld({ keep: values.keep ?? false });
  // a step that fails, fails with few people too; the whole demo has them all
  if (values.break !== undefined) world.people = 60;
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  try {
    const outcomes = await runAll(world, values.break);
    const ok = outcomes.every((o) => o.state === 'ok');
    if (!ok) {
      for (const program of [world.cloud, world.gateway])
        if (program) out(`\n${program.log}\n${tail(program.log)}`);
    }
    if (values.exit) printTable(outcomes);
    else if (ok) {
      printAddresses(world);
      await stopped;
    }
    return ok ? 0 : failureStatus(outcomes);
  } finally {
    await stopAll(world);
  }
}

process.exitCode = await main();
