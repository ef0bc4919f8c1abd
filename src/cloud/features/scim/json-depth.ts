/** Guard against bodies nested so deeply that walking them would overflow the stack. */
import { ScimError } from './scim-error.ts';

/** A user needs five levels, a bulk request of patches ten. */
const DEEPEST = 40;

/** @throws ScimError invalidSyntax. Itself without recursion. */
export function checkDepth(body: unknown): void {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST)
      throw new ScimError('invalidSyntax', `The body is nested deeper than ${DEEPEST} levels.`);
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
}
