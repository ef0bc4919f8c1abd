/**
 * The platform's licence. Where a vendor keeps it on its hosts is not public, so an administrator (or the image)
 * writes it down in a file (config `licence`).
 *
 *   { "number": "7640830", "type": "perpetual", "expiresOn": "2027-03-31" }
 */
import { readFileSync } from 'node:fs';
import { Value } from 'typebox/value';
import { Licence } from '../../contract/inventory.ts';

export const UNLICENSED: Licence = { type: 'unlicensed' };

export type LicenceRead = {
  readonly licence: Licence /** What is wrong with the file. */;
  readonly problem?: string;
};

function parse(text: string): LicenceRead {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return unreadable((error as Error).message);
  }
  if (Value.Check(Licence, value))
    return { licence: Value.Clean(Licence, structuredClone(value)) as Licence };
  const [first] = Value.Errors(Licence, value);
  return unreadable(`${first?.instancePath || 'the whole'} ${first?.message ?? 'is not valid'}`);
}

/** A file that cannot be understood gives SWA status `Unknown` (contract), never `Not Indicated`. */
const unreadable = (problem: string): LicenceRead => ({
  licence: { number: 'unreadable', type: 'unreadable' },
  problem,
});

/** No file: unlicensed. */
export function readLicence(file: string): LicenceRead {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? { licence: UNLICENSED } : unreadable(message);
  }
}
