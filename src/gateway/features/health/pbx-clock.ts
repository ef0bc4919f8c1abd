import { critical, type HealthCheck, ok, unknown, warning } from './check.ts';

/** Logs and session times of the two are compared by people; of PBX types that tell their time. */
export const pbxClock: HealthCheck = {
  code: 'PBX_CLOCK',
  title: 'Time of the PBX',
  onDemand: true,
  async run({ state }) {
    const result = await state.pbxTest();
    if (!result) return unknown('No PBX link is saved.');
    const step = result.steps.find(({ about }) => about === 'clock');
    if (!step)
      return unknown(result.ok ? 'This PBX does not tell its time.' : 'Known once the PBX can be read.');
    if (step.error) return (step.ok ? warning : critical)(step.error.sentence, step.error.remedy);
    return ok(`Beside this gateway’s clock: ${step.facts}.`);
  },
};
