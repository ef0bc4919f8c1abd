import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { test } from 'tap';
import { type BannerFacts, bannerText, createBanner } from '../../../src/gateway/features/banner/banner.ts';
import { createIssueFile } from '../../../src/gateway/platform/issue.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { needs } from '../../helpers/needs.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';

const FACTS: BannerFacts = {
  name: 'cloudlink-2.local',
  pageUrl: 'http://192.0.2.7/',
  addresses: ['192.0.2.7', '2001:db8::7'],
  fingerprint: 'k8mOPaLkO0XhBRpxTg5HqL6PYwF3QqQ2nXlGXK3hJt0',
  certificateFingerprint: 'AB:CD',
  setupCode: 'ABCD-EFGH-JKLM-NPQR',
};

test('what the console says', async (t) => {
  const text = bannerText(FACTS);
  for (const value of Object.values(FACTS).flat()) t.ok(text.includes(value ?? 'never'), value ?? '');
  t.notMatch(bannerText({ ...FACTS, setupCode: undefined }), /set-up/i, 'a used code is not shown');
});

test('written when something changed, and taken away at the end', async (t) => {
  const clock = manualClock();
  const written: (string | undefined)[] = [];
  let facts = FACTS;
  const banner = createBanner({
    facts: () => facts,
    write: (text) => written.push(text),
    clock,
    onError: (error) => t.fail(String(error)),
  });
  banner.start();
  await clock.advance(60_000);
  t.same(written, [bannerText(FACTS)], 'once');
  facts = { ...FACTS, setupCode: undefined };
  await clock.advance(10_000);
  t.same(written.slice(1), [bannerText(facts)], 'the code was used');
  banner.stop();
  t.equal(written.at(-1), undefined);
  t.equal(clock.pending, 0);
});

test('a folder that cannot be written is told once, and tried again', async (t) => {
  const clock = manualClock();
  const errors: unknown[] = [];
  let works = false;
  let written = 0;
  const write = () => {
    if (!works) throw new Error('EROFS');
    written++;
  };
  const banner = createBanner({ facts: () => FACTS, write, clock, onError: (error) => errors.push(error) });
  banner.start();
  await clock.advance(60_000);
  t.equal(errors.length, 1);
  works = true;
  await clock.advance(10_000);
  t.equal(written, 1);
});

test('as agetty shows it', async (t) => {
  const file = join(temporaryFolder(t), 'cloudlinkd.issue');
  const write = createIssueFile(file);
  write(bannerText(FACTS));
  t.equal(statSync(file).mode & 0o777, 0o640, 'not for everybody: it can hold the set-up code');
  t.equal(readFileSync(file, 'utf8'), bannerText(FACTS));
  if (needs(t, 'agetty')) {
    // on a terminal, without which agetty shows nothing
    const shown = await promisify(execFile)('script', [
      '-qec',
      `agetty --show-issue --issue-file ${file}`,
      '/dev/null',
    ]);
    t.equal(shown.stdout.replaceAll('\r', '').trim(), bannerText(FACTS).trim(), 'no letter is an escape');
  }
  write('a\\nb');
  t.equal(readFileSync(file, 'utf8'), 'a/nb');
  write(undefined);
  t.notOk(existsSync(file));
  write(undefined);
});
