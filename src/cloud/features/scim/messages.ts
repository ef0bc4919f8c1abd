/** Bodies that are not resources: PatchOp, BulkRequest, SearchRequest (RFC 7644 §3.4.3, §3.5.2, §3.7). */
import { type Static, type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { SCIM_BULK, SCIM_PATCH } from '../../../contract/scim.ts';
import { LIMITS } from './discovery.ts';
import type { PatchOp, PatchOperation } from './patch.ts';
import { isObject, type Json } from './path.ts';
import { quote, ScimError } from './scim-error.ts';

const SCIM_SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

const bad = (sentence: string) => new ScimError('invalidSyntax', sentence);

/** Names in the spelling of the message's schema: SCIM compares them without regard to case. */
function spelt(body: unknown, schema: { readonly properties: Readonly<Record<string, TSchema>> }): unknown {
  if (!isObject(body)) return body;
  const names = new Map(Object.keys(schema.properties).map((name) => [name.toLowerCase(), name]));
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [names.get(name.toLowerCase()) ?? name, value]),
  );
}

/** A reader of one kind of message: the body checked, or a ScimError that names what is wrong. */
function reader<T extends TSchema & { readonly properties: Readonly<Record<string, TSchema>> }>(
  name: string,
  schema: T,
) {
  const compiled = Compile(schema as TSchema);
  return (body: unknown): Static<T> => {
    const named = spelt(body, schema);
    if (compiled.Check(named)) return named as Static<T>;
    const [first] = compiled.Errors(named);
    const where = first?.instancePath.replace(/^\//, '').replaceAll('/', '.');
    throw bad(
      `The ${name} is not as RFC 7644 describes it: ${where || 'the body'} ${first?.message ?? 'is wrong'}.`,
    );
  };
}

function requireSchema(body: unknown, urn: string): void {
  const [, schemas] =
    (isObject(body) && Object.entries(body).find(([n]) => n.toLowerCase() === 'schemas')) || [];
  const listed = Array.isArray(schemas) && schemas.some((s) => String(s).toLowerCase() === urn.toLowerCase());
  if (!listed) throw bad(`schemas must list ${urn}.`);
}

const Operation = Type.Object({
  op: Type.String(),
  path: Type.Optional(Type.String({ maxLength: 32_768 })),
  value: Type.Optional(Type.Unknown()),
});
const readOperation = reader('operation', Operation);
const OPS: readonly string[] = ['add', 'replace', 'remove'] satisfies PatchOp[];

function operationOf(raw: unknown): PatchOperation {
  const { op, path, value } = readOperation(raw);
  const lower = op.toLowerCase();
  if (!OPS.includes(lower)) throw bad(`op is add, replace or remove, not ${quote(op)}.`);
  return {
    op: lower as PatchOp,
    ...(path === undefined ? {} : { path }),
    ...(value === undefined ? {} : { value }),
  };
}

const readPatch = reader(
  'PatchOp',
  Type.Object({
    Operations: Type.Array(Type.Unknown(), { minItems: 1, maxItems: LIMITS.patchOperations }),
  }),
);

/** @throws ScimError invalidSyntax. */
export function patchOperations(body: unknown): readonly PatchOperation[] {
  requireSchema(body, SCIM_PATCH);
  return readPatch(body).Operations.map(operationOf);
}

/** A patch as the `data` of a bulk operation, where RFC 7644 §3.7 also shows the bare list of operations. */
export function bulkPatchOperations(data: unknown): readonly PatchOperation[] {
  return patchOperations(Array.isArray(data) ? { schemas: [SCIM_PATCH], Operations: data } : data);
}

const BulkOperation = Type.Object({
  method: Type.String(),
  path: Type.String(),
  bulkId: Type.Optional(Type.String({ minLength: 1 })),
  version: Type.Optional(Type.String()),
  data: Type.Optional(Type.Unknown()),
});
/** One operation of a bulk request. */
export type BulkOperation = Static<typeof BulkOperation>;
export const readBulkOperation = reader('operation', BulkOperation);

const readBulk = reader(
  'BulkRequest',
  Type.Object({
    Operations: Type.Array(Type.Unknown()),
    failOnErrors: Type.Optional(Type.Integer({ minimum: 1 })),
  }),
);

/** Operations are not looked into yet: a wrong one fails alone. */
export function bulkRequest(body: unknown): { operations: readonly unknown[]; failOnErrors: number } {
  requireSchema(body, SCIM_BULK);
  const { Operations, failOnErrors = Number.POSITIVE_INFINITY } = readBulk(body);
  if (Operations.length > LIMITS.bulkOperations)
    throw new ScimError(
      'tooLarge',
      `The request has ${Operations.length} operations; ${LIMITS.bulkOperations} are the most.`,
    );
  return { operations: Operations, failOnErrors };
}

const Names = Type.Union([Type.Array(Type.String()), Type.String()]);
const readSearch = reader(
  'SearchRequest',
  Type.Object({
    attributes: Type.Optional(Names),
    excludedAttributes: Type.Optional(Names),
    filter: Type.Optional(Type.String()),
    sortBy: Type.Optional(Type.String()),
    sortOrder: Type.Optional(Type.String()),
    startIndex: Type.Optional(Type.Union([Type.Integer(), Type.String()])),
    count: Type.Optional(Type.Union([Type.Integer(), Type.String()])),
  }),
);

/** The same parameters that a GET has in its query. */
export function searchParameters(body: unknown): Json {
  requireSchema(body, SCIM_SEARCH);
  return readSearch(body);
}
