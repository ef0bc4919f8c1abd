import { critical, type HealthCheck, ok, warning } from './check.ts';

/** Told anew at each of these: days left. */
const STEPS = [7, 30, 90] as const;
const REMEDY = 'Renew it with your partner; the next inventory reads the new date.';

/** Of all licences the one that ends first. Software assurance that has ended stops nothing; a subscription does. */
export const swa: HealthCheck = {
  code: 'SWA_EXPIRING',
  title: 'Software assurance',
  follows: ['inventory.reported'],
  async run({ state }) {
    const [first] = [...state.licences()].sort((a, b) => a.days - b.days);
    if (!first) return ok('No licence with an end is known.');
    const { host, days, subscription } = first;
    const what = subscription ? 'subscription' : 'software assurance';
    if (days > STEPS[2]) return ok(`It ends in ${days} days.`);
    const facts =
      days < 0
        ? `The ${what} of ${host} has ended.`
        : `The ${what} of ${host} ends in ${days} ${days === 1 ? 'day' : 'days'}.`;
    const step = days < 0 ? 'ended' : String(STEPS.find((at) => days <= at));
    const tell = subscription && days <= STEPS[0] ? critical : warning;
    return { ...tell(facts, REMEDY), step };
  },
};
