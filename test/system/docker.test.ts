import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { test } from 'tap';

const run = promisify(execFile);
const ROOT = new URL('../..', import.meta.url).pathname;
const FILE = `${ROOT}Dockerfile.arm64`;
const text = readFileSync(FILE, 'utf8');

type Linted = { files: { issues: { line: string; content: string; title: string }[] }[] };

test('the linter finds nothing', async (t) => {
  const linter = `${ROOT}node_modules/dockerfilelint/bin/dockerfilelint`;
  // its exit code is the number of issues
  const { stdout } = await run(process.execPath, [linter, FILE, '--json']).catch(
    (error: { stdout: string }) => error,
  );
  const issues = (JSON.parse(stdout) as Linted).files.flatMap((file) => file.issues);
  // it cannot see that the argument BASE has a tag
  const real = issues.filter(
    (i) =>
      !(i.title === 'Base Image Missing Tag' && /^FROM (--platform=\S+ )?\$(BUILD_)?BASE/.test(i.content)),
  );
  t.same(real, []);
  t.match(text, /^ARG BASE=\S+:\S+$/m, 'and so it has');
  t.match(text, /^ARG BUILD_BASE=\S+:\S+$/m, 'and so has the one of the build');
});

/** The instructions after the last FROM: what is shipped. */
const shipped = text.slice(text.lastIndexOf('\nFROM ') + 1);

test('what is shipped', async (t) => {
  t.match(shipped, /^FROM --platform=linux\/arm64 /m, 'is for ARM64 whatever machine builds it');
  t.match(shipped, /^USER (?!root|0)\S+$/m, 'does not run as root');
  t.match(shipped, /^HEALTHCHECK /m, 'says how it is');
  t.match(shipped, /api\/alive/, 'by the signal that never depends on the cloud');
  t.match(
    shipped,
    /^VOLUME \["\/var\/lib\/cloudlink"\]$/m,
    'keeps its data apart, so that the rest may be read-only',
  );
  t.notMatch(shipped, /\b(npm|g\+\+|make|python3)\b/, 'has no compiler and no package manager of ours');
  t.notMatch(shipped, /COPY (?!--from=build)/, 'takes everything from the build');
});

test('nothing is downloaded but from npm and Debian', async (t) => {
  const instructions = text.replaceAll(/^#.*$/gm, '');
  t.notMatch(instructions, /\b(curl|wget|git clone|pip)\b|^ADD /m);
  t.same(
    [...instructions.matchAll(/https?:\/\/[^\s'"]+/g)].map((m) => m[0]),
    ['http://127.0.0.1:8080/api/alive'],
  );
});

test('the pinned Node is the one this project runs on', async (t) => {
  const pin = /^node_pin="(.*)"$/m.exec(readFileSync(`${ROOT}scripts/lib/setup.sh`, 'utf8'))?.[1];
  t.ok(pin);
  t.equal(/^ARG NODE_VERSION=(.*)$/m.exec(text)?.[1], pin);
});

/** Sent to the build, and put into it. */
const copied = [...text.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap((m) => m[1]?.split(' ') ?? []);

test('only what the build copies is sent to it', async (t) => {
  const sent = readFileSync(`${ROOT}.dockerignore`, 'utf8').match(/(?<=^!).+$/gm) ?? [];
  t.same(sent.toSorted(), copied.toSorted());
  for (const name of copied) t.ok(existsSync(ROOT + name), name);
});

test('the build has every script that it runs', async (t) => {
  const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
    scripts: { build: string };
  };
  const run = [...scripts.build.matchAll(/\bscripts\/\S+\.ts\b/g)].map((m) => m[0]);
  t.ok(run.length > 0);
  for (const script of run) t.ok(copied.includes(script), script);
});
