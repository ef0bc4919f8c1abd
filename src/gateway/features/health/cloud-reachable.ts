import { toFault } from '../../../base/errors.ts';
import { critical, type HealthCheck, ok, place, unknown } from './check.ts';

/** Asked with a whole request, so that everything on the way has a part in the answer. */
export const cloudReachable: HealthCheck = {
  code: 'CLOUD',
  title: 'Cloud',
  async run({ state, signal }) {
    const cloud = state.cloud();
    if (!cloud) return unknown('No cloud address is set.');
    try {
      const { name } = await state.hello(signal);
      return ok(`${name} answers at ${place(cloud)}.`);
    } catch (error) {
      const { sentence, remedy } = toFault(error);
      return critical(sentence, remedy);
    }
  },
};
