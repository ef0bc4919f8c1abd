/** All extensions of a FreePBX, page by page, each with its voicemail box. */
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import type { AppError } from '../../../base/errors.ts';
import { fail } from '../../core/errors.ts';
import type { SourceRecord, UserPages } from '../../core/ports/connector.ts';
import { faultyRow, notWhole } from '../connector.ts';
import { parsed } from '../https.ts';
import { type OauthClient, unexpected } from '../oauth-client.ts';
import { Errors, Extension, Extensions, InboundRoutes, QUERIES, System, VoiceMail } from './wire.ts';

const GQL = '/admin/api/api/gql';
export const PERMISSION =
  'Give the application the scopes gql:core:read, gql:voicemail:read and gql:framework:read, and test again.';

export type Names = 'voicemail' | 'callerId';

/** Said where an extension has no box (voicemail module: Api/Gql/Voicemail.php). */
const NO_BOX = 'Sorry unable to fetch the status';

function firstError(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Value.Check(Errors, value) ? value.errors[0]?.message : undefined;
  } catch {
    return undefined;
  }
}

/** A field that the schema does not show is one that the token's scopes hide. */
function refusal(client: OauthClient, message: string): AppError {
  if (/Cannot query field|not (allowed|authorized)|scope/i.test(message))
    return fail('PBX_PERMISSION', {
      sentence: `${client.where} (FreePBX) does not let this client read all that is needed.`,
      remedy: PERMISSION,
    });
  return fail('PBX_ANSWER_BAD', { sentence: `${client.where} (FreePBX) refused: ${message.slice(0, 120)}` });
}

/** @param harmless a refusal that means that there is nothing */
async function query<T extends TSchema>(
  client: OauthClient,
  text: string,
  schema: T,
  harmless?: string,
): Promise<Static<T> | undefined> {
  const answer = await client.ask(GQL, { method: 'POST', body: { query: text } });
  const message = firstError(answer.text);
  if (message !== undefined) {
    if (message === harmless) return undefined;
    throw refusal(client, message);
  }
  if (answer.status !== 200) throw unexpected(client.where, 'FreePBX', answer.status);
  return parsed(answer.text, schema, client.where);
}

const nothing = (client: OauthClient) => notWhole(`${client.where} gave no answer to a query.`);

export async function systemOf(client: OauthClient): Promise<{ version: string; engine: string }> {
  const found = await query(client, QUERIES.system, System);
  if (!found) throw nothing(client);
  const { version, engine } = found.data.system;
  return { version, engine: engine ?? '' };
}

async function extensionsFrom(client: OauthClient, offset: number) {
  const found = await query(client, QUERIES.extensions(offset), Extensions);
  if (!found) throw nothing(client);
  return found.data.fetchAllExtensions;
}

/** Numbers of the inbound routes; the route for every other number has none. */
async function didCount(client: OauthClient): Promise<number> {
  const found = await query(client, QUERIES.inboundRoutes, InboundRoutes);
  if (!found) throw nothing(client);
  const numbers = found.data.allInboundRoutes.inboundRoutes.map(({ extension }) => extension ?? '');
  return new Set(numbers.filter((number) => number !== '')).size;
}

async function boxOf(client: OauthClient, extension: string) {
  const found = await query(client, QUERIES.voiceMail(extension), VoiceMail, NO_BOX);
  return found?.data.fetchVoiceMail ?? undefined;
}

/** A device that no user is fixed to is nobody's: whoever signs in there has an extension of their own. */
const isSomebodys = (row: unknown) => (row as { user?: unknown }).user !== null;

/** Its box; `novm` is FreePBX's word for none. */
const hasBox = ({ user }: Extension) => user?.voicemail != null && !['', 'novm'].includes(user.voicemail);

async function recordOf(client: OauthClient, row: unknown, names: Names): Promise<SourceRecord> {
  const id = (row as { extensionId?: unknown } | null)?.extensionId;
  if ((typeof id !== 'string' && typeof id !== 'number') || id === '')
    throw notWhole(`${client.where} has an extension without a number; it may be anybody’s.`);
  const anchor = String(id);
  if (!Value.Check(Extension, row)) {
    const [issue] = Value.Errors(Extension, row);
    const what = issue?.instancePath.slice(1) || 'row';
    const sentence = `The extension ${anchor.slice(0, 32)} cannot be read (${what}).`;
    return faultyRow('ROW_UNREADABLE', anchor, sentence, anchor);
  }
  const box = names === 'voicemail' && hasBox(row) ? await boxOf(client, anchor) : undefined;
  const given = {
    extensionId: anchor,
    tech: row.tech,
    name: row.user?.name,
    fullname: box?.name,
    email: box?.email,
  };
  return {
    anchor,
    raw: Object.fromEntries(
      Object.entries(given).filter((pair): pair is [string, string] => (pair[1] ?? '') !== ''),
    ),
  };
}

/** @throws AppError; the caller makes an incomplete end of it */
export async function* readExtensions(
  client: OauthClient,
  names: Names,
  onCount: (people: number) => void,
): UserPages {
  const seen = new Set<string>();
  for (let total: number | undefined; total === undefined || seen.size < total; ) {
    const { totalCount, extension } = await extensionsFrom(client, seen.size);
    total ??= totalCount;
    if (totalCount !== total)
      throw notWhole(
        `${client.where} had ${total} extensions and then ${totalCount}: they were changed while they were read.`,
      );
    const records: SourceRecord[] = [];
    for (const row of extension) {
      const record = await recordOf(client, row, names);
      if (seen.has(record.anchor)) throw notWhole(`${client.where} gave extension ${record.anchor} twice.`);
      seen.add(record.anchor);
      if (isSomebodys(row)) records.push(record);
    }
    if (seen.size > total || (extension.length === 0 && seen.size < total))
      throw notWhole(`${client.where} says ${total} extensions and gave ${seen.size}.`);
    if (records.length > 0) yield records;
  }
  const didNumbers = await didCount(client);
  onCount(seen.size);
  return { kind: 'complete', didNumbers };
}

/** The first page and one box, to see that they may be read. @returns what was found */
export async function tryReading(client: OauthClient, names: Names): Promise<string> {
  const { totalCount, extension } = await extensionsFrom(client, 0);
  const first = extension.find((row) => Value.Check(Extension, row) && hasBox(row)) ?? extension[0];
  if (first !== undefined) await recordOf(client, first, names);
  return `${totalCount} extensions, ${await didCount(client)} DID numbers`;
}
