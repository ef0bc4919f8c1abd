/** What the console's pages do when somebody works with them: a real cloud, a gateway's real channel, a browser. */
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { type Test, t as tap, test } from 'tap';
import type { CommandResult } from '../../../src/contract/channel.ts';
import { ask, judge, poll } from '../../cloud/harness.ts';
import { needs } from '../../helpers/needs.ts';
import { buildPages, launchChromium, violations } from '../browser.ts';
import { signInAs } from './browser.ts';
import {
  addAccount,
  addPerson,
  connect,
  DANA,
  failed,
  LARGE_PARTNER,
  ok,
  PASSWORD,
  PRIYA,
  SAM,
  startWorld,
  statusOf,
  TARGET_DOWN,
  targetsOf,
  type World,
} from './world.ts';

type Fixture = {
  readonly world: World;
  readonly context: BrowserContext;
  /** A page of the console, as somebody or as nobody. */
  readonly open: (who: string | undefined, path: string) => Promise<Page>;
};

const button = (page: Page | Locator, name: string | RegExp) => page.getByRole('button', { name });
const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).waitFor();

/** Presses Tab until the control has the focus; fails after a page's worth of controls. */
async function tabTo(page: Page, name: string): Promise<boolean> {
  for (let n = 0; n < 60; n++) {
    await page.keyboard.press('Tab');
    const text = await page.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.matches('a, button') ? activeElement.textContent : '';
    });
    if (n === 0 && text !== 'Skip to content') return false;
    if (text === name) return true;
  }
  return false;
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}

const stories: Record<string, (t: Test, f: Fixture) => Promise<void>> = {
  'sign-in: missing, wrong, locked, right; the page that was asked for opens': async (t, { world, open }) => {
    const page = await open(undefined, '/accounts');
    await button(page, 'Sign in').click();
    t.equal(await page.getByRole('alert').getByRole('link').count(), 2, 'both fields are named');
    await signIn(page, DANA, 'not the password');
    await page.getByText('SIGN_IN_WRONG').waitFor();
    t.equal(await page.getByLabel('E-mail address').inputValue(), DANA, 'what was typed stays');

    await page.getByLabel('Password', { exact: true }).evaluate((field) => {
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'A', bubbles: true, modifierCapsLock: true }));
    });
    await page.getByText('Caps Lock is on.').waitFor();

    for (let n = 0; n < 10; n++) {
      const body = { email: PRIYA, password: 'guess' };
      await page.evaluate(async (json) => {
        const headers = { 'content-type': 'application/json' };
        await fetch('/api/session', { method: 'POST', headers, body: JSON.stringify(json) });
      }, body);
    }
    await signIn(page, PRIYA, PASSWORD);
    await page.getByRole('heading', { name: /Signing in is locked until \d\d:\d\d/ }).waitFor();
    t.same(await violations(page), []);

    await signIn(page, DANA, PASSWORD);
    await heading(page, /4 accounts/);
    t.match(page.url(), /\/accounts$/);
    await button(page, 'Sign out').click();
    await heading(page, 'Sign in to the console.');
    t.equal((await world.cloud.op.stores.people.byEmail(PRIYA))?.email, PRIYA);
    await page.reload();
    await heading(page, 'Sign in to the console.');
  },

  'a customer account is created; its invitation is shown once and works once': async (
    t,
    { open, context },
  ) => {
    const page = await open(DANA, '/accounts/new');
    await page.getByLabel('Customer Name').fill('Quill & Marsh');
    await page.getByLabel('Support contact 1').fill('not an address');
    await button(page, 'Save').click();
    t.match(await page.getByRole('alert').textContent(), /Contains an invalid email/);
    await page.reload();
    t.equal(await page.getByLabel('Customer Name').inputValue(), 'Quill & Marsh', 'a reload loses nothing');
    await page.getByLabel('Support contact 1').fill('help@quill.example');
    await page.getByLabel('Name', { exact: true }).fill('Ines Quill');
    await page.getByLabel('E-mail address').fill(PRIYA);
    await button(page, 'Save').click();
    await page.getByText('This e-mail address is in use already.').first().waitFor();
    await page.getByLabel('E-mail address').fill('ines@quill.example');
    await button(page, 'Save').click();
    await heading(page, /Quill & Marsh is created/);
    const link = await page.getByLabel('Invitation of ines@quill.example').inputValue();
    t.match(link, /\/invite#token=[\w-]{43}$/);
    t.same(await violations(page), []);
    await page.getByRole('link', { name: 'Open the account' }).click();
    await heading(page, /Quill & Marsh/);
    t.notOk((await page.content()).includes('#token='), 'shown once');

    await context.clearCookies();
    const invited = await context.newPage();
    await invited.goto(link);
    await heading(invited, 'Welcome, Ines Quill. Choose a password.');
    t.match(invited.url(), /\/invite$/, 'the token is taken out of the address');
    await invited.getByLabel('New password').fill('short');
    await button(invited, /Choose this password/).click();
    t.match(await invited.getByRole('alert').textContent(), /too short/);
    t.same(await violations(invited), []);
    await invited.getByLabel('New password').fill('a few good words');
    await button(invited, /Choose this password/).click();
    await heading(invited, /No gateway detected/);
    await invited.goBack();
    t.notOk(invited.url().includes('token'), 'nor is it in the history');

    await context.clearCookies();
    await invited.goto('about:blank');
    await invited.goto(link);
    await invited.getByRole('heading', { name: /was used already/ }).waitFor();
  },

  'a gateway is approved by the code that it finds right, and one goes on to its pages': async (
    t,
    { world, open },
  ) => {
    const { cloud, accounts } = world;
    const gateway = cloud.gateway();
    const { body } = await ask(gateway, { name: 'cloudlink-quill.local' });
    const deviceCode = String(body.device_code);
    const page = await open(DANA, '/link');
    await page
      .getByRole('textbox', { name: 'Code' })
      .fill(String(body.user_code).toLowerCase().replace('-', ' '));
    await page.keyboard.press('Enter');
    await heading(page, /Is it the one in front of you/);
    const order = await page.evaluate(() => {
      const what = document.querySelector('#what');
      const form = document.querySelector('form');
      return what && form && what.compareDocumentPosition(form) & Node.DOCUMENT_POSITION_FOLLOWING;
    });
    t.ok(order, 'what is being claimed comes before the form');
    await button(page, 'Approve').click();
    t.equal(await page.getByRole('alert').getByRole('link').count(), 2, 'account and code are wanted');
    await page.getByText('Fenwick & Sons').click();
    await page.getByLabel('Set-up code').fill('0000-0000-0000');
    const wrong = judge(gateway, deviceCode);
    await button(page, 'Approve for Fenwick & Sons').click();
    t.equal(await wrong, false);
    await page.getByText('4 tries are left.').first().waitFor();

    await page.getByLabel('Set-up code').fill('abcd efgh jkmn');
    const right = judge(gateway, deviceCode);
    await button(page, 'Approve for Fenwick & Sons').click();
    t.equal(await right, true);
    await heading(page, /^Linked\. cloudlink-quill\.local belongs to/);
    t.equal(
      await page.getByRole('link', { name: 'Back to the gateway’s page' }).getAttribute('href'),
      'http://cloudlink.local/linked',
    );

    const granted = (await poll(gateway, deviceCode)).body;
    const { gatewayId } = granted.gateway as unknown as { gatewayId: string };
    const channel = await connect(cloud, { gateway, gatewayId, token: String(granted.access_token) });
    channel.reply({ 'session.open': () => ok('Open.') });
    const posted = page.waitForRequest((request) => request.url().endsWith('/.launch'));
    channel.say(statusOf(cloud.clock.now(), { name: 'cloudlink-quill' }));
    const launch = await posted;
    t.equal(launch.method(), 'POST');
    t.match(launch.postData(), /^token=[\w-]{43}$/, 'the token is posted');
    t.match(launch.url(), /^http:\/\/[a-z0-9]+\.launch\.localhost:\d+\/\.launch$/, 'and in no address');
    channel.close();
    t.ok(accounts.fenwick.number);
  },

  'a request that is not mine is refused, and the gateway is told': async (t, { world, open }) => {
    const gateway = world.cloud.gateway();
    const { body } = await ask(gateway, { name: 'stranger.local' });
    const page = await open(LARGE_PARTNER, `/link?code=${body.user_code}`);
    await page.getByLabel('Name or Account ID').fill('Niederlassung 077');
    await page.getByText('Niederlassung 077').click();
    await page.getByLabel('Name or Account ID').fill('no such account');
    await page.getByText('No account matches.').waitFor();
    t.ok(await page.getByRole('radio', { checked: true }).isVisible(), 'the chosen account stays in sight');
    await button(page, 'This is not mine').click();
    await heading(page, 'This gateway was refused.');
    t.match((await poll(gateway, String(body.device_code))).body, { error: 'access_denied' });
  },

  'an account is deactivated and reactivated by the typed word': async (t, { world, open }) => {
    const { halden } = world.accounts;
    const page = await open(DANA, `/accounts/${halden.number}`);
    await button(page, 'Deactivate').waitFor();
    t.ok(await tabTo(page, 'Deactivate'), 'Tab reaches the button, after the way past the menu');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Deactivate Customer?' });
    await dialog.waitFor();
    t.same(await violations(page), []);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    t.match(
      await page.evaluate(() => document.activeElement?.textContent),
      'Deactivate',
      'Esc gives the focus back',
    );

    await button(page, 'Deactivate').click();
    const yes = dialog.getByRole('button', { name: 'Deactivate' });
    await dialog.getByRole('textbox').fill('deactivat');
    t.equal(await yes.getAttribute('aria-disabled'), 'true', 'not before the whole word');
    await yes.click({ force: true });
    t.ok(await dialog.isVisible());
    await dialog.getByRole('textbox').fill('deactivate');
    await yes.click();
    await heading(page, '2 deactivated accounts.');
    t.equal((await world.cloud.op.find(halden.number)).state, 'deactivated');

    await page.goto(`${world.cloud.url}/accounts/${halden.number}`);
    await page.getByRole('heading', { name: 'The account is deactivated.' }).waitFor();
    await page.goto(`${world.cloud.url}/accounts?state=deactivated`);
    await button(page, /Reactivate.*Halden/).click();
    const back = page.getByRole('dialog', { name: 'Reactivate Customer?' });
    await back.getByRole('textbox').fill('reactivate');
    await back.getByRole('button', { name: 'Reactivate' }).click();
    await heading(page, '1 deactivated account.');
    t.equal((await world.cloud.op.find(halden.number)).state, 'active');
  },

  'an order is followed live to its end, with its error and remedy': async (t, { world, open }) => {
    const { ballad, gateways } = world;
    const page = await open(DANA, `/gateways/${gateways.ballad}`);
    ballad.reply({ 'sync.run': () => [] });
    const before = ballad.orders.length;
    await button(page, 'Sync now').click();
    await page.getByText('Sync now: ordered.').waitFor();
    await page.getByRole('progressbar', { name: 'Sync now' }).waitFor();
    const order = ballad.orders.slice(before).find(({ name }) => name === 'sync.run');
    const id = order?.id ?? '';
    ballad.send({ type: 'progress', id, percent: 75, sentence: 'Read 183 of 244.' });
    await page.getByText('75 %').waitFor();
    const error = {
      code: 'PBX_SIGN_IN',
      sentence: 'The PBX refuses the password.',
      remedy: 'Enter it again.',
    };
    ballad.send({ type: 'result', id, result: { ok: false, error } });
    const row = page.getByRole('row').filter({ hasText: 'PBX_SIGN_IN' });
    await row.waitFor();
    t.match(
      await row.textContent(),
      /Sync now.*Dana Whitfield.*Failed.*refuses the password.*What to do: Enter it again/,
    );
    t.equal(await page.getByRole('progressbar', { name: 'Sync now' }).count(), 0);

    const rebooted = ballad.orders.length;
    await button(page, 'Reboot').click();
    await page.getByRole('dialog').getByRole('button', { name: 'No' }).click();
    t.equal(ballad.orders.length, rebooted, 'No orders nothing');
  },

  'the software of a gateway: rescheduled, updated in its window, by orders': async (t, { world, open }) => {
    const { ballad, gateways } = world;
    const page = await open(DANA, `/gateways/${gateways.ballad}`);
    const newest = (name: string) => ballad.orders.findLast((order) => order.name === name)?.args;
    await page.getByText('Sunday and Saturday at 02:37 (America/Toronto)').waitFor();
    await button(page, 'Reschedule').click();
    const form = page.getByRole('dialog', { name: 'Automatic Update Schedule' });
    t.same(await violations(page), []);
    await form.getByLabel('Daily').check();
    await form.getByLabel('Select Update Time (America/Toronto)').fill('23:59');
    await button(form, 'Save').click();
    await page.getByText('Change the update schedule: ordered.').waitFor();
    const schedule = { automatic: true, every: 'daily', weekdays: [0, 6], minute: 1439 };
    t.same(newest('update.schedule'), schedule);
    await button(page, 'Update system version').click();
    await button(page.getByRole('dialog'), 'Update system version').click();
    await page.getByText('Update system version: ordered.').waitFor();
    t.same(newest('update.install'), { version: '3.2.1', when: 'window' });
    await button(page, 'Pause').click();
    await page.getByText('Pause updates: ordered.').waitFor();
  },

  'a rollout: aborted, begun anew, stopped by its failure, gone on with': async (t, { world, open }) => {
    const { ballad, rollout, cloud } = world;
    const page = await open(DANA, `/updates/${rollout}`);
    await button(page, 'Abort the rollout').click();
    await button(page.getByRole('dialog'), 'Abort the rollout').click();
    await heading(page, 'Release 3.2.1: the rollout was aborted.');

    await page.goto(`${cloud.url}/updates`);
    await page.getByRole('link', { name: 'Roll out 3.2.1' }).click();
    await heading(page, 'Roll out a release');
    await page.getByLabel('Share of the gateways, in percent').first().fill('200');
    await button(page, 'Look who is in which ring').click();
    await page.getByRole('link', { name: /Enter a whole number from 0 to 100/ }).waitFor();
    await page.getByLabel('Share of the gateways, in percent').first().fill('0');
    await button(page, /Remove.*ring 2/).click();
    await page.getByText('Name gateways by hand').first().click();
    await page.getByLabel('cloudlink-ott, Ballad Industries').check();
    await page.getByLabel('As soon as a gateway has it').check();
    ballad.reply({ 'update.install': () => failed('UPDATE_SPACE', 'There is no room.', 'Make some.') });
    await button(page, 'Look who is in which ring').click();
    const ask = page.getByRole('dialog', { name: 'Start the rollout of 3.2.1?' });
    t.match(
      await ask.textContent(),
      /Pilot1 gateway.*All others\d gateways.*No gateway has this version or a newer one yet/,
    );
    await button(ask, 'Start the rollout').click();
    await heading(page, 'Release 3.2.1: ring 1 of 2 runs.');
    // the cloud looks every ten seconds
    const stopped = page.getByRole('heading', { level: 1, name: /ring 1 of 2 has stopped by itself/ });
    for (let n = 0; n < 20 && !(await stopped.isVisible()); n++) {
      await cloud.clock.advance(10_000);
      await page.waitForTimeout(100);
    }
    await page.getByText('There is no room.').waitFor();
    t.same(await violations(page), []);
    await button(page, 'Go on in spite of this').click();
    await button(page.getByRole('dialog'), 'Go on in spite of this').click();
    await heading(page, 'Release 3.2.1: ring 1 of 2 has ended.');
    await button(page, 'Approve the next ring').click();
    const next = page.getByRole('dialog', { name: 'Begin ring All others now?' });
    await next.getByText(/^\d gateways are ordered to update\.$/).waitFor();
    await button(next, 'Approve the next ring').click();
    await heading(page, 'Release 3.2.1: ring 2 of 2 runs.');
  },

  'log lines are shown and downloaded; steps of a test are shown': async (t, { world, open }) => {
    const page = await open(DANA, `/gateways/${world.gateways.ballad}`);
    await button(page, 'Show lines').first().click();
    await page.getByText('240 lines').waitFor();
    t.same(await violations(page), []);
    const [file] = await Promise.all([page.waitForEvent('download'), button(page, 'Download').click()]);
    t.match(file.suggestedFilename(), /^logs\.collect-.*\.log$/);
    await page.keyboard.press('Escape');
    await button(page, 'Show steps').first().click();
    await page.getByText('The PBX refuses the password. Enter it again.').waitFor();
  },

  'logs are asked for with a reason, wait for the customer, and a no is said in the language of the page':
    async (t, { world, open, context }) => {
      const { ballad, gateways } = world;
      const waits = () => [{ type: 'progress' as const, percent: 0, sentence: 'Waits for consent on site.' }];
      const before = ballad.orders.length;
      ballad.reply({ 'logs.collect': waits });
      const page = await open(DANA, `/gateways/${gateways.ballad}`);
      await button(page, 'Collect logs').click();
      const why = page.getByRole('dialog', { name: 'Collect the logs' });
      t.ok(await button(why, 'Collect logs').isDisabled(), 'nobody looks without a reason');
      await why.getByLabel('Reason').fill('The night sync ended early');
      await why.getByLabel('Ticket number').fill('INC-7');
      t.same(await violations(page), []);
      await button(why, 'Collect logs').click();
      await page.getByText('Waits for consent on site.').first().waitFor();
      t.match(ballad.orders.slice(before), [
        {
          name: 'logs.collect',
          args: { reason: 'The night sync ended early', ticket: 'INC-7', person: { email: DANA } },
        },
      ]);

      // the same in German: the order that waits, then its end
      const german = await context.newPage();
      await german.addInitScript(() => localStorage.setItem('language', 'de'));
      await german.goto(`${world.cloud.url}/gateways/${gateways.ballad}`);
      await german.getByText('Wartet auf die Zustimmung vor Ort.').first().waitFor();
      const { id = '' } = ballad.orders.slice(before).at(-1) ?? {};
      const error = {
        code: 'CONSENT_DENIED',
        sentence: 'Denied on site by Ina.',
        remedy: 'Talk to the customer, and ask again when they agree.',
      };
      ballad.send({ type: 'result', id, result: { ok: false, error } });
      await german.getByText('Vor Ort abgelehnt von Ina.').first().waitFor();
      await german
        .getByText(/fragen Sie erneut, wenn er zustimmt/)
        .first()
        .waitFor();
      // and what a gateway says of itself
      const detained = {
        code: 'SYNC_DETAINED',
        severity: 'warning' as const,
        title: 'Detained users',
        facts: 'Users who are detained and not in the cloud: 12.',
        remedy: 'Look at each on the page of detained users; it says what is wrong and what helps.',
        since: world.cloud.clock.now(),
      };
      ballad.say(statusOf(world.cloud.clock.now(), { alarms: [detained] }));
      const alarm = german.getByRole('article').filter({ hasText: 'Zurückgestellte Benutzer' });
      await alarm.waitFor();
      t.notMatch(await alarm.innerText(), /detained|Look at each|What to do/);
      ballad.say(statusOf(world.cloud.clock.now(), { alarms: [TARGET_DOWN] }));
      await german.close();

      // and one that is taken back
      await button(page, 'Collect logs').click();
      await why.getByLabel('Reason').fill('Never mind');
      await button(why, 'Collect logs').click();
      await button(page, 'Cancel the request Collect logs').click();
      await page.getByText('The request is taken back.').waitFor();
      const second = ballad.orders.filter(({ name }) => name === 'logs.collect').at(-1);
      t.match(ballad.orders.at(-1), { name: 'session.end', args: { sessionId: second?.id } });
      const sentence = 'The question was not answered: withdrawn by Dana.';
      const over = { ...error, code: 'CONSENT_ENDED', sentence };
      ballad.send({ type: 'result', id: second?.id ?? '', result: { ok: false, error: over } });
      await button(page, 'Cancel the request Collect logs').waitFor({ state: 'detached' });
      ballad.reply({ 'logs.collect': () => ok('The last 1,000 lines.', { lines: ['a'] }) });
    },

  'a REST interface has no page: the cloud asks it, and says why it may not': async (t, { world, open }) => {
    const { ballad, gateways, cloud } = world;
    const now = cloud.clock.now();
    const tunnels = targetsOf(now).map((one) =>
      one.id === 'msl-rest' ? { ...one, state: 'started' as const } : one,
    );
    ballad.say(statusOf(now, { tunnels, alarms: [TARGET_DOWN] }));
    ballad.reply({
      'session.open': () =>
        failed('CONSENT_OFF', 'The customer’s policy lets nobody in.', 'On site, change it.'),
    });
    const page = await open(DANA, `/gateways/${gateways.ballad}`);
    await button(page, 'Check MSL REST interface').click();
    const row = page.getByRole('row', { name: /REST interface/ });
    await row.getByRole('alert').getByText('The customer’s policy lets nobody in.').waitFor();
    t.match(ballad.orders.filter(({ name }) => name === 'session.open').at(-1)?.args, {
      targetId: 'msl-rest',
      service: { name: 'Interface check', purpose: /Dana Whitfield/ },
    });
    t.same(await violations(page), []);
    ballad.reply({ 'session.open': () => ok('Open.') });
    ballad.say(statusOf(now, { alarms: [TARGET_DOWN] }));
  },

  'a session that is ended at the site is said to be, on whatever page is open': async (
    t,
    { world, open, context },
  ) => {
    const { ballad, gateways, cloud } = world;
    const page = await open(DANA, `/gateways/${gateways.ballad}`);
    await button(page, /Launch MSL Server Manager/).click();
    const why = page.getByRole('dialog');
    await why.getByLabel('Reason').fill('3104 does not ring');
    const [tab] = await Promise.all([context.waitForEvent('page'), button(why, 'Launch').click()]);
    await tab.waitForURL(/launch\.localhost/);
    await why.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Platforms' }).first().click();
    await heading(page, /platform/i);
    const { args } = ballad.orders.filter(({ name }) => name === 'session.open').at(-1) ?? {};
    const sessionsEnded = [{ id: String(args?.sessionId), because: 'ended by Ina' }];
    ballad.say(statusOf(cloud.clock.now(), { sessionsEnded, alarms: [TARGET_DOWN] }));
    const said = page.locator('.banner').filter({ hasText: 'The session to MSL: Server Manager is over' });
    await said.getByText('ended on site by Ina').waitFor();
    t.same(await violations(page), []);
    await button(said, 'Close').click();
    await said.waitFor({ state: 'detached' });
    await tab.close();
  },

  'a tunnel starts after a Yes; a target opens in a new tab; a session is ended': async (
    t,
    { world, open, context },
  ) => {
    const { ballad, gateways, cloud } = world;
    const page = await open(DANA, `/gateways/${gateways.ballad}`);
    await button(page, /Start MiVoice Business/).click();
    const before = ballad.orders.length;
    await page.getByRole('dialog').getByRole('button', { name: 'Yes' }).click();
    await page.getByText('Start a tunnel: ordered.').waitFor();
    t.match(ballad.orders.slice(before), [{ name: 'tunnel.start', args: { targetId: 'mivb' } }]);

    await button(page, /Launch MSL Server Manager/).click();
    const why = page.getByRole('dialog');
    t.ok(await button(why, 'Launch').isDisabled(), 'nobody comes in without a reason');
    await why.getByLabel('Reason').fill('3104 does not ring');
    await why.getByLabel('Ticket number').fill('INC-4711');
    const [tab, launch] = await Promise.all([
      context.waitForEvent('page'),
      context.waitForEvent('request', (request) => request.url().endsWith('/.launch')),
      button(why, 'Launch').click(),
    ]);
    await why.waitFor({ state: 'detached' });
    t.match(ballad.orders.at(-1), {
      name: 'session.open',
      args: { reason: '3104 does not ring', ticket: 'INC-4711', person: { email: DANA } },
    });
    t.match(launch.postData(), /^token=[\w-]{43}$/);
    await tab.waitForURL(/launch\.localhost/);
    t.notOk(tab.url().includes('token'));
    t.equal(await tab.evaluate(() => window.opener), null, 'the opened page cannot reach the console');
    await tab.close();

    const ends = page.getByRole('button', { name: /End now/ });
    // the one of the world and the one just opened
    await ends.nth(1).waitFor();
    await ends.first().click();
    await page.getByText('The session is ended on both sides.').waitFor();
    await ends.nth(1).waitFor({ state: 'detached' });
    t.ok(ballad.orders.some(({ name }) => name === 'session.end'));
    t.ok(cloud.url);
  },

  'a launch waits for consent at the site, goes on by itself, is denied, is taken back': async (
    t,
    { world, open, context },
  ) => {
    const { ballad, gateways } = world;
    ballad.reply({
      'session.open': () => [{ type: 'progress', percent: 0, sentence: 'Waits for consent on site.' }],
    });
    const answer = (result: CommandResult) => {
      const { id = '' } = ballad.orders.filter(({ name }) => name === 'session.open').at(-1) ?? {};
      ballad.send({ type: 'result', id, result });
    };
    const page = await open(DANA, `/gateways/${gateways.ballad}`);
    const why = page.getByRole('dialog');
    const ask = async () => {
      await button(page, /Launch MSL Server Manager/).click();
      await why.getByLabel('Reason').fill('3104 does not ring');
      const [tab] = await Promise.all([context.waitForEvent('page'), button(why, 'Launch').click()]);
      await why.getByText('Waiting for consent at the site').waitFor();
      return tab;
    };
    const tab = await ask();
    t.equal(await tab.title(), 'Waiting for consent at the site', 'the new tab says so, too');
    t.same(await violations(page), []);
    const posted = context.waitForEvent('request', (request) => request.url().endsWith('/.launch'));
    answer({ ok: true, value: { consent: 'approved by Ina' } });
    t.match((await posted).postData(), /^token=[\w-]{43}$/);
    await tab.waitForURL(/launch\.localhost/);
    await why.waitFor({ state: 'detached' });
    await tab.close();

    const second = await ask();
    const gone = second.waitForEvent('close');
    answer({
      ok: false,
      error: { code: 'CONSENT_DENIED', sentence: 'Denied on site by Ina.', remedy: 'Talk to them.' },
    });
    await why.getByText('The session was not opened: denied on site by Ina.').waitFor();
    await gone;
    t.same(await violations(page), []);
    await button(why, 'Close').click();

    const third = await ask();
    const closed = third.waitForEvent('close');
    const waiting = page.getByText('waiting for consent at the site');
    await waiting.first().waitFor();
    // the one before is there until the page has read its sessions again
    await waiting.nth(1).waitFor({ state: 'detached' });
    await button(why, 'Cancel the request').click();
    await page.getByText('The request is taken back.').waitFor();
    await closed;
    t.equal(ballad.orders.at(-1)?.name, 'session.end');

    // the tab is closed while it waits: one click opens another
    const fourth = await ask();
    await fourth.close();
    answer({ ok: true, value: { consent: 'approved by Ina' } });
    await why.getByText('The site has said yes').waitFor();
    const [again] = await Promise.all([context.waitForEvent('page'), button(why, 'Open').click()]);
    await again.waitForURL(/launch\.localhost/);
    await again.close();
    ballad.reply({ 'session.open': () => [{ type: 'result', result: { ok: true, sentence: 'Open.' } }] });
  },

  'what changes is shown without a reload, and a partner looks at one account': async (
    t,
    { world, open },
  ) => {
    const { ballad, gateways, cloud, accounts } = world;
    const page = await open(DANA, `/gateways/${gateways.ballad}`);
    await page.getByText('MiCollab does not answer').first().waitFor();
    ballad.say(statusOf(cloud.clock.now()));
    await page.getByText('Nothing is wrong.').waitFor();

    await button(page, 'Choose an account').click();
    await page.getByRole('dialog').getByLabel('Name or Account ID').fill('corvid');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Corvid/ })
      .click();
    t.match(
      page.url(),
      new RegExp(`\\?account=${accounts.corvid.number}$`),
      'the account stands in the address',
    );
    await page.getByRole('link', { name: 'Dashboard' }).click();
    await heading(page, /1 gateway\./);
    t.match(page.url(), new RegExp(`/\\?account=${accounts.corvid.number}$`));
    await page.getByRole('link', { name: 'All accounts' }).click();
    await heading(page, /accounts, /);
  },

  'what the cloud says is said in the language of the page': async (t, { world, open, context }) => {
    const page = await open(undefined, '/');
    await page.getByRole('combobox').selectOption('de');
    await page.getByLabel('E-Mail-Adresse').fill(DANA);
    await page.getByLabel('Passwort', { exact: true }).fill('not the password');
    await page.keyboard.press('Enter');
    await page.getByText('E-Mail-Adresse oder Passwort ist nicht richtig.').first().waitFor();
    await signInAs(context, world, DANA);
    const { number } = world.accounts.ballad;
    await page.goto(`${world.cloud.url}/integrations?account=${number}`);
    await page.getByText('Einrichtung abgeschlossen').first().waitFor();
    t.notMatch(await page.locator('main').textContent(), /Onboarding Complete/);
    await page.goto(`${world.cloud.url}/platforms?account=${number}&swa=Expired`);
    await page.getByText('Abgelaufen').first().waitFor();
  },

  'SCIM keys void the older pair, and the token is shown once': async (t, { open }) => {
    const page = await open(DANA, '/integrations?account=482917305');
    const generate = async () => {
      await button(page, 'Generate keys').click();
      await page.getByRole('dialog').getByRole('button', { name: 'Generate keys' }).click();
      return page.getByLabel('Secret token').inputValue();
    };
    const first = await generate();
    t.match(first, /^[\w-]{43}$/);
    await button(page, 'I have copied it').click();
    await button(page, 'Generate keys').click();
    await page.getByText(/made by Dana Whitfield, is void at once/).waitFor();
    await page.keyboard.press('Escape');
    t.not(await generate(), first);
    await page.reload();
    await page.getByText(/Generated .* by Dana Whitfield/).waitFor();
    t.equal(await page.getByLabel('Secret token').count(), 0);
  },

  'a claim token is shown once, links one gateway, and the list follows; another one is revoked': async (
    t,
    { world, open },
  ) => {
    const { cloud, dana } = world;
    const { number } = world.accounts.oldMill;
    await dana.post(`/api/accounts/${number}/reactivate`, { typed: 'reactivate' });
    const page = await open(DANA, `/integrations?account=${number}`);
    await page.getByRole('link', { name: 'Claim tokens and registered keys' }).click();
    await heading(page, 'No gateway is expected.');
    const make = async () => {
      await button(page, 'Make a claim token').click();
      return page.getByLabel('Claim token', { exact: true }).inputValue();
    };
    const token = await make();
    t.match(token, /^[\w-]{43}$/);
    await heading(page, 'One gateway may link itself to this account.');
    const gateway = cloud.gateway();
    const asked = await ask(gateway, { claim_token: token });
    t.match((await poll(gateway, String(asked.body.device_code))).body, { gateway: { account: { number } } });
    await heading(page, 'No gateway is expected.');
    await button(page, 'I have copied it').click();
    t.notOk((await page.content()).includes(token), 'shown once');

    const second = await make();
    await button(page, /^Revoke/).click();
    const dialog = page.getByRole('dialog', { name: 'Revoke it?' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await button(page, /^Revoke/).click();
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await heading(page, 'No gateway is expected.');
    t.match((await ask(cloud.gateway(), { claim_token: second })).body, { code: 'CLAIM_TOKEN_WRONG' });
  },

  'the key of a gateway is registered; a wrong one is named, and one that was linked before is refused':
    async (t, { world, open }) => {
      const { cloud, dana } = world;
      const page = await open(SAM, '/claim-tokens');
      const register = async (text: string) => {
        await page.getByLabel('Fingerprint of the gateway’s key').fill(text);
        await button(page, 'Register').click();
      };
      await register('fR7c 9Kd2');
      await page.getByRole('alert').getByText('A fingerprint has 43 letters, digits, - and _.').waitFor();
      await page.reload();
      t.equal(await page.getByLabel('Fingerprint of the gateway’s key').inputValue(), 'fR7c 9Kd2');
      const linked = await cloud.claim(dana, world.accounts.corvid.number);
      await register(linked.gateway.key.jkt);
      await page.getByText('CLAIM_NEEDS_PRESENCE').waitFor();
      t.same(await violations(page), []);

      const gateway = cloud.gateway();
      await register(gateway.key.jkt.match(/.{1,4}/g)?.join(' ') ?? '');
      await heading(page, 'One gateway may link itself to this account.');
      t.equal(await page.getByLabel('Fingerprint of the gateway’s key').inputValue(), '', 'taken');
      const { number } = world.accounts.fenwick;
      const { body } = await (await cloud.signIn(SAM)).get(`/api/accounts/${number}/claim-tokens`);
      t.match(body, { tokens: [{ fingerprint: gateway.key.jkt, createdBy: 'Sam Reed' }] });
      await button(page, /^Revoke/).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
      await heading(page, 'No gateway is expected.');
    },

  'a gateway is unlinked by the typed word': async (t, { world, open }) => {
    const { cloud } = world;
    const owner = await addAccount(cloud, { number: '200300400', name: 'Short Lived' });
    await addPerson(cloud, owner, { name: 'Uma', email: 'uma@short.example', role: 'partner' });
    const account = await addAccount(cloud, { number: '200300401', name: 'Site', partnerId: owner.id });
    const uma = await cloud.signIn('uma@short.example');
    const { gatewayId } = await cloud.claim(uma, account.number);
    const page = await open('uma@short.example', `/gateways/${gatewayId}`);
    await button(page, 'Unlink').click();
    const dialog = page.getByRole('dialog', { name: 'Unlink this gateway?' });
    await dialog.getByRole('textbox').fill('unlink');
    await dialog.getByRole('button', { name: 'Unlink' }).click();
    await heading(page, 'No gateway detected.');
    t.equal((await uma.get(`/api/gateways/${gatewayId}`)).status, 404);
  },

  'a session that has ended leads to the sign-in, and what was typed stays': async (t, { world, open }) => {
    const page = await open(DANA, '/accounts/new');
    await page.getByLabel('Customer Name').fill('Half typed');
    await page.getByLabel('Support contact 1').fill('a@b.example');
    await page.getByLabel('Name', { exact: true }).fill('Ada');
    await page.getByLabel('E-mail address').fill('ada@b.example');
    const dana = await world.cloud.op.stores.people.byEmail(DANA);
    await world.cloud.op.stores.sessions.removeOf({ personId: dana?.id ?? '' });
    await button(page, 'Save').click();
    await heading(page, 'Sign in to the console.');
    await signIn(page, DANA, PASSWORD);
    await heading(page, 'Add an account.');
    t.equal(await page.getByLabel('Customer Name').inputValue(), 'Half typed');
  },
};

/** On a busy machine the stories take their time. */
const PATIENCE_MS = 600_000;
tap.setTimeout(PATIENCE_MS);

test('stories', { timeout: PATIENCE_MS }, async (t) => {
  if (!needs(t, 'chromium')) return;
  const { webRoot, remove } = await buildPages('console');
  const browser = await launchChromium();
  const world = await startWorld(t, { webDir: webRoot });
  t.teardown(async () => {
    await browser.close();
    remove();
  });
  for (const [name, story] of Object.entries(stories)) {
    await t.test(name, async (t) => {
      const context = await browser.newContext({ timezoneId: 'America/Toronto' });
      context.setDefaultTimeout(60_000);
      const open = async (who: string | undefined, path: string) => {
        await signInAs(context, world, who);
        const page = await context.newPage();
        await page.goto(world.cloud.url + path);
        return page;
      };
      await story(t, { world, context, open });
      await context.close();
    });
  }
});
