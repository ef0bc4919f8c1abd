/** Support logs (row C7): administrators make and read them, a partner moves them. */
import { Readable } from 'node:stream';
import { Type } from 'typebox';
import type { Clock } from '../../../base/clock.ts';
import { bytesOf, route } from '../../../base/runtime/http.ts';
import { AccountNumber, Uuid } from '../../../contract/common.ts';
import { PageOf } from '../../../contract/local-api.ts';
import {
  ATTACHMENT_BYTES,
  SupportLogChange,
  SupportLogDetail,
  SupportLogFacets,
  SupportLogInput,
  SupportLogQuery,
  SupportLogView,
} from '../../../contract/support-logs.ts';
import { fail } from '../../core/errors.ts';
import type { AccountStore } from '../../core/ports/stores.ts';
import type { Gateways } from '../../features/gateways/gateways.ts';
import type { SupportLogs } from '../../features/support-logs/support-logs.ts';
import type { Access } from '../access.ts';
import type { ConsoleAuth } from '../console-auth.ts';
import { chosenAccount } from './chosen-account.ts';
import { given } from './query.ts';

const URL = '/api/support-logs';
const ById = Type.Object({ id: Uuid });
const ByFile = Type.Object({ id: Uuid, file: Uuid });
const AccountQuery = Type.Object({ account: Type.Optional(AccountNumber) });
const FileQuery = Type.Object({ name: Type.String({ minLength: 1, maxLength: 400 }) });
/** Requests a minute of one address: each holds up to 10 MiB. */
const UPLOAD_RATE = 30;

type Zip = (
  entries: readonly ({ readonly name: string } & (
    | { readonly text: string }
    | { readonly bytes: () => AsyncIterable<Uint8Array>; readonly packed: boolean }
  ))[],
  at: number,
) => Promise<Readable>;

/** RFC 6266 §4.3, RFC 8187: a name in any letters, and one in plain ones beside it. */
export function asAttachment(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._-]/g, '_');
  const coded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${coded}`;
}

const typeOf = (type: string) => (type === 'text/plain' ? 'text/plain; charset=utf-8' : type);

export function supportLogRoutes(deps: {
  readonly auth: ConsoleAuth;
  readonly accounts: AccountStore;
  readonly gateways: Pick<Gateways, 'find'>;
  readonly supportLogs: SupportLogs;
  readonly clock: Pick<Clock, 'now'>;
  readonly zip: Zip;
}) {
  const { auth, accounts, gateways, supportLogs, clock } = deps;
  return [
    route<Access, undefined, typeof SupportLogQuery, undefined>({
      method: 'GET',
      url: URL,
      access: 'administrator',
      summary: 'Support logs: found by title, narrowed to products and states, newest first.',
      tag: 'support',
      schema: { querystring: SupportLogQuery, response: { 200: PageOf(SupportLogView) } },
      handler: (request) => {
        const { account, product, state, gateway, q, sort, order, after, limit } = request.query;
        const filter = { accounts: account, products: product, states: state, gatewayId: gateway };
        return supportLogs.list(auth.of(request).me, {
          ...given({ ...filter, q, sort, order, after }),
          limit,
        });
      },
    }),
    route<Access, undefined, typeof AccountQuery, undefined>({
      method: 'GET',
      url: `${URL}/facets`,
      access: 'administrator',
      summary: 'How many support logs there are and are open, and the products of those of the last 60 days.',
      tag: 'support',
      schema: { querystring: AccountQuery, response: { 200: SupportLogFacets } },
      handler: (request) => {
        const { account } = request.query;
        return supportLogs.facets(auth.of(request).me, account === undefined ? undefined : [account]);
      },
    }),
    route<Access, undefined, undefined, typeof SupportLogInput>({
      method: 'POST',
      url: URL,
      access: 'administrator',
      summary: 'Makes a support log; its account’s support contacts are told.',
      tag: 'support',
      rateLimit: UPLOAD_RATE,
      schema: { body: SupportLogInput, response: { 200: SupportLogDetail } },
      async handler(request) {
        const current = auth.of(request);
        const { gatewayId } = request.body;
        const account = await chosenAccount(accounts, current, request.body.account);
        const gateway = gatewayId === undefined ? undefined : await gateways.find(current.me, gatewayId);
        if (gateway && gateway.accountId !== account.id) throw fail('NOT_FOUND');
        return supportLogs.create(current.me, account, request.body, gateway);
      },
    }),
    route<Access, typeof ById, undefined, undefined>({
      method: 'GET',
      url: `${URL}/:id`,
      access: 'administrator',
      summary: 'One support log with its notes and the list of its attachments.',
      tag: 'support',
      schema: { params: ById, response: { 200: SupportLogDetail } },
      handler: (request) => supportLogs.view(auth.of(request).me, request.params.id),
    }),
    route<Access, typeof ById, undefined, typeof SupportLogChange>({
      method: 'PUT',
      url: `${URL}/:id`,
      access: 'partner',
      summary: 'Save Notes and Status.',
      tag: 'support',
      schema: { params: ById, body: SupportLogChange, response: { 200: SupportLogDetail } },
      handler: (request) => supportLogs.change(auth.of(request).me, request.params.id, request.body),
    }),
    route<Access, typeof ById, typeof FileQuery, undefined>({
      method: 'POST',
      url: `${URL}/:id/attachments`,
      access: 'administrator',
      summary: 'Adds an attachment of at most 10 MiB: an image, a PDF, a zip file or plain text.',
      tag: 'support',
      rateLimit: UPLOAD_RATE,
      takesBytes: true,
      schema: { params: ById, querystring: FileQuery, response: { 200: SupportLogDetail } },
      handler(request) {
        if (Number(request.headers['content-length'] ?? 0) > ATTACHMENT_BYTES)
          throw fail('ATTACHMENT_TOO_LARGE');
        return supportLogs.attach(
          auth.of(request).me,
          request.params.id,
          request.query.name,
          bytesOf(request),
        );
      },
    }),
    route<Access, typeof ByFile, undefined, undefined>({
      method: 'GET',
      url: `${URL}/:id/attachments/:file`,
      access: 'supportFiles',
      summary: 'An attachment; the event history says who took it.',
      tag: 'support',
      schema: { params: ByFile, response: { 200: Type.String() } },
      async handler(request, reply) {
        const { me } = auth.of(request);
        const { file, bytes } = await supportLogs.open(me, request.params.id, request.params.file);
        return reply
          .type(typeOf(file.type))
          .header('content-length', file.size)
          .header('content-disposition', asAttachment(file.name))
          .header('cache-control', 'no-store')
          .send(Readable.from(bytes, { objectMode: false }));
      },
    }),
    route<Access, typeof ById, undefined, undefined>({
      method: 'GET',
      url: `${URL}/:id/export`,
      access: 'supportFiles',
      summary: 'Export Logs: notes, facts and attachments as a zip file; the event history says who took it.',
      tag: 'support',
      schema: { params: ById, response: { 200: Type.String() } },
      async handler(request, reply) {
        const { me } = auth.of(request);
        const { id } = request.params;
        const entries = (await supportLogs.export(me, id)).map((entry) =>
          'text' in entry
            ? entry
            : {
                name: entry.name,
                packed: entry.file.type !== 'text/plain',
                bytes: () => supportLogs.read(entry.file),
              },
        );
        return reply
          .type('application/zip')
          .header('content-disposition', asAttachment(`support-log-${id}.zip`))
          .header('cache-control', 'no-store')
          .send(await deps.zip(entries, clock.now()));
      },
    }),
  ];
}
