/** What the access log's page does when somebody works with it. */
import { test } from 'tap';
import { startSetupApi } from '../../fakes/setup-api.ts';
import { needs } from '../../helpers/needs.ts';
import { buildSetup, launch } from './browser.ts';

const PATIENCE_MS = 120_000;

test('the access log is searched and verified', { timeout: PATIENCE_MS }, async (t) => {
  if (!needs(t, 'chromium')) return;
  const { webRoot, remove } = await buildSetup();
  const browser = await launch();
  const api = await startSetupApi({ webRoot, scene: 'typical' });
  t.teardown(async () => {
    await browser.close();
    await api.close();
    remove();
  });
  const page = await browser.newPage({ locale: 'en-GB' });
  page.setDefaultTimeout(60_000);
  await page.goto(`${api.url}/access-log`);
  await page.getByText('25 of 214 shown').waitFor();

  await page.getByRole('searchbox').fill('/api/users');
  await page.getByText('25 of 43 shown').waitFor();
  t.equal(
    await page.getByRole('link', { name: 'Download as CSV' }).getAttribute('href'),
    '/api/access-log.csv?q=%2Fapi%2Fusers',
  );
  await page.getByText('Ticket INC-20423.').first().waitFor();
  await page.getByRole('searchbox').fill('nothing like it');
  await page.getByText('No request fits').waitFor();

  const verify = page.getByRole('button', { name: 'Verify the log' });
  await verify.click();
  await page.getByText('428 records, each as it was written.').waitFor();
  await page.getByText('It fits the 37 states that the cloud was told.').waitFor();

  await page.route('**/api/access-log/verify', (asked) =>
    asked.fulfill({
      json: {
        at: Date.now(),
        ok: false,
        records: 3,
        first: 1,
        faults: [
          { code: 'TAIL_CUT', n: 4, toldAt: Date.UTC(2026, 10, 1), sentence: 'The log ends with record 3.' },
          { code: 'CHAIN_BROKEN', n: 2, sentence: 'Record 2 was changed.' },
        ],
        cloud: { compared: 1 },
      },
    }),
  );
  await verify.click();
  await page.getByText('The log is not what was written').waitFor();
  const told = await page.getByRole('alert').innerText();
  t.match(told, /Record 4 and what came after it are missing; the cloud was told of them \(1 Nov/);
  t.match(told, /Record 2 was changed, taken out or put in afterwards\. CHAIN_BROKEN/);
});
