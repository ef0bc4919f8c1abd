import { critical, type HealthCheck, ok, unknown, warning } from './check.ts';

/** The steps of the link's own test: credentials, permission, certificate, version. */
export const pbxSignIn: HealthCheck = {
  code: 'PBX_SIGN_IN',
  title: 'PBX credentials and permission',
  onDemand: true,
  async run({ state }) {
    const result = await state.pbxTest();
    if (!result) return unknown('No PBX link is saved.');
    const steps = result.steps.filter(({ about }) => about !== 'clock');
    const failed = steps.find((step) => !step.ok);
    const noticed = failed ?? steps.find(({ error }) => error !== undefined);
    if (noticed?.error) {
      const { sentence, remedy } = noticed.error;
      return (failed ? critical : warning)(`${noticed.title}: ${sentence}`, remedy);
    }
    return ok(`${steps.map(({ title, facts }) => `${title}: ${facts}`).join('. ')}.`);
  },
};
