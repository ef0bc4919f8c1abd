/**
 * fast-check with the seed of this project. The suite decides whether a change lands, so it tries the same cases each
 * time; `npm run properties` looks for new ones with a seed of its own each round. A failure prints its seed: run the
 * file again with FC_SEED set to it.
 */
import fc from 'fast-check';

const SEED = 20_261_126;
const given = process.env.FC_SEED;

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: given === undefined ? SEED : Number(given) });

export { fc };
