import { test } from 'tap';
import { dayInZone, swaStatus } from '../../src/contract/inventory.ts';

const today = '2026-11-23';
const rows: [string, Parameters<typeof swaStatus>[0], string][] = [
  ['no licence number is unlicensed', { type: 'perpetual', expiresOn: '2030-01-01' }, 'Not Indicated'],
  ['unlicensed', { number: '76408312', type: 'unlicensed' }, 'Not Indicated'],
  ['no expiry', { number: '76408312', type: 'perpetual' }, 'Not Indicated'],
  ['perpetual, 91 days left', { number: '76408312', type: 'perpetual', expiresOn: '2027-02-22' }, 'Active'],
  [
    'perpetual, exactly 90 days left',
    { number: '76408312', type: 'perpetual', expiresOn: '2027-02-21' },
    'Expiring soon',
  ],
  ['perpetual, on the day', { number: '76408312', type: 'perpetual', expiresOn: today }, 'Expiring soon'],
  ['perpetual, the day after', { number: '76408312', type: 'perpetual', expiresOn: '2026-11-22' }, 'Expired'],
  ['subscription, on the day', { number: '76408312', type: 'subscription', expiresOn: today }, 'Active'],
  [
    'subscription, the day after',
    { number: '76408312', type: 'subscription', expiresOn: '2026-11-22' },
    'Inactive',
  ],
  ['subscription without a date', { number: '76408312', type: 'subscription' }, 'Not Indicated'],
  ['an unknown type', { number: '76408312', type: 'lease', expiresOn: '2030-01-01' }, 'Unknown'],
  ['an empty date', { number: '76408312', type: 'perpetual', expiresOn: '' }, 'Unknown'],
  [
    'a day that does not exist',
    { number: '76408312', type: 'perpetual', expiresOn: '2027-02-30' },
    'Unknown',
  ],
];

test('SWA status', async (t) => {
  for (const [name, licence, expected] of rows) t.equal(swaStatus(licence, today), expected, name);
});

test('the day is the site’s day', async (t) => {
  const instant = Date.UTC(2026, 10, 23, 3);
  t.equal(dayInZone(instant, 'America/Toronto'), '2026-11-22');
  t.equal(dayInZone(instant, 'Europe/Berlin'), '2026-11-23');
});
