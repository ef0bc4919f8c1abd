/** Real gateways that replace one another: a good release stays, a bad one goes. More of them: update-kills.ts. */
import { existsSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { updateSite } from '../helpers/update-site.ts';

test('a gateway updates itself, and goes back by itself', async (t) => {
  const site = await updateSite(t, { launcherSeconds: 20 });
  const current = () => readlinkSync(join(site.program, 'current'));
  const isOver = () => ['trial', 'starts', 'hung'].filter((name) => existsSync(join(site.program, name)));
  const failed = (code: string) => ({ state: 'rolledBack', running: '2.0.0', reason: { code } });

  await t.test('a good one stays, though it is killed in its trial', async (t) => {
    await site.gateway('2.0.0');
    const view = await site.order('2.0.0', /"event":"update.state".*"to":"committed"/, async (after) => {
      await site.line(/"event":"update.state".*"to":"trial"/, after);
      site.kill('SIGKILL');
    });
    t.match(view, { state: 'committed', running: '2.0.0', from: '1.0.0', backend: 'directory' });
    t.equal(current(), 'releases/2.0.0');
    t.same(isOver(), []);
    t.equal(site.starts(), 3, 'the first, the new one, and that again');
  });

  await t.test('one that changes the database and then crashes', async (t) => {
    await site.stub(
      '3.0.0',
      `import Database from 'better-sqlite3';
       const db = new Database(process.env.CLOUDLINKD_DATA_DIR + '/state.db');
       db.pragma('user_version = 999');
       db.close();
       throw new Error('this release is broken');\n`,
    );
    const view = await site.order('3.0.0', /"event":"update.state".*"to":"rolledBack"/);
    t.match(view, failed('UPDATE_CRASHED'));
    t.match(view.reason?.logExcerpt, /this release is broken/, 'what it said is told');
    t.match(site.said(), /database of a newer version is put aside/);
    t.equal(current(), 'releases/2.0.0');
    t.same(isOver(), []);
  });

  await t.test('it stands in the list of alarms', async (t) => {
    const { alarms } = await site.local<{ alarms: { code: string; facts: string }[] }>(
      'GET',
      '/api/overview',
    );
    t.match(
      alarms.find(({ code }) => code === 'UPDATE_FAILED'),
      { facts: /3\.0\.0/ },
    );
  });
});
