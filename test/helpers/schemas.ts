/** Programs make validators at their first use; tests look at all schemas at once. */
import { Ajv } from 'ajv';
import formats from 'ajv-formats';

/**
 * Checks schemas against the meta-schema and compiles each.
 * @param schemas where each is → the schema
 * @returns what is wrong, by where it is; empty when all is well
 */
export function wrongSchemas(schemas: Iterable<readonly [string, unknown]>): string[] {
  const ajv = new Ajv({ strict: false, validateSchema: true });
  formats.default(ajv);
  const wrong: string[] = [];
  for (const [where, schema] of schemas) {
    try {
      ajv.compile(schema as object);
    } catch (error) {
      wrong.push(`${where}: ${(error as Error).message}`);
    }
  }
  return wrong;
}
