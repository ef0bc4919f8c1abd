import type { Overview } from '../../contract/local-api.ts';
import { linkToEnd } from '../commands/link.ts';
import { fail } from '../errors.ts';
import type { Step, Work } from './step.ts';

const WAYS = {
  token: 'Link by the claim token.',
  registered: 'Link to the account that knows this gateway’s fingerprint.',
  code: 'Print a code for a person, and wait.',
} as const;

/** @throws AppError SETUP_OTHER_ACCOUNT */
function words({ file }: Work, { account }: Overview): string {
  const wanted = file.link?.account;
  if (wanted !== undefined && account && account.number !== wanted)
    throw fail('SETUP_OTHER_ACCOUNT', {
      sentence: `This gateway is linked to the account ${account.number}, and the file names ${wanted}.`,
    });
  return account ? `Linked to ${account.name} (${account.number}).` : 'Linked.';
}

export const linkStep: Step = {
  name: 'link',
  title: 'Link',
  async plan(work) {
    const overview = await work.overview();
    if (overview.linked) return { same: words(work, overview) };
    return { change: WAYS[work.file.link?.method ?? 'code'] };
  },
  async apply(work) {
    const { context, file, secrets, announce, overview } = work;
    const token = secrets.get('link.token');
    const options = {
      wait: true,
      registered: file.link?.method === 'registered',
      ...(token === undefined ? {} : { token }),
    };
    await linkToEnd(context, options, announce);
    return words(work, await overview());
  },
};
