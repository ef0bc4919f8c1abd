/**
 * Writes when this build was made beside the programs: `node scripts/lib/build-time.ts dist/build.json`. With
 * SOURCE_DATE_EPOCH (seconds; https://reproducible-builds.org/specs/source-date-epoch/) two builds are alike.
 */
import { writeFileSync } from 'node:fs';

const file = process.argv[2];
if (file === undefined) throw new TypeError('usage: build-time.ts <file>');
const epoch = process.env.SOURCE_DATE_EPOCH;
const at = epoch === undefined ? new Date() : new Date(Number(epoch) * 1000);
// an epoch that is no number ends the build here, and not a gateway's clock later
writeFileSync(file, `${JSON.stringify({ builtAt: at.toISOString() })}\n`);
