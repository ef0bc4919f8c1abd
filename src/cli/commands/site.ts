import { Overview, type Site, SiteView } from '../../contract/local-api.ts';
import { type Context, show } from '../context.ts';
import { fail } from '../errors.ts';
import { facts } from '../print.ts';

const LABELS: readonly (readonly [keyof Site, string])[] = [
  ['name', 'Site name'],
  ['address', 'Address'],
  ['city', 'City'],
  ['country', 'Country'],
  ['province', 'Province/state'],
  ['postalCode', 'Postal code'],
  ['zone', 'Time zone'],
];
const words = (site: Site) => facts(LABELS.map(([key, label]) => [label, site[key]] as const));

/** The site, undefined where none was saved. */
export async function siteOf({ client }: Pick<Context, 'client'>): Promise<Site | undefined> {
  try {
    const { saved: _, ...site } = await client.get('/api/site', SiteView);
    return site;
  } catch (error) {
    if ((error as { code?: string }).code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

export async function showSite(context: Context): Promise<void> {
  show(context, await context.client.get('/api/site', SiteView), words);
}

/** What was given over what is saved. @throws AppError USAGE for what is still missing */
export async function setSite(context: Context, given: Partial<Site>): Promise<void> {
  const site = { ...(await siteOf(context)), ...given };
  const missing = LABELS.filter(([key]) => key !== 'address' && site[key] === undefined);
  if (missing.length > 0)
    throw fail('USAGE', {
      sentence: `A site also needs: ${missing.map(([, label]) => label).join(', ')}.`,
      remedy: 'See cloudlink site set --help.',
    });
  show(context, await context.client.send('PUT', '/api/site', SiteView, site), words);
}

export async function complete(context: Context): Promise<void> {
  const overview = await context.client.send('POST', '/api/onboarding/complete', Overview);
  show(context, overview, () => 'Onboarding is complete.');
}
